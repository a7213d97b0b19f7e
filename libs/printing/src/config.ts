import { z } from 'zod';

/** Of the environment of a service that gives papers out. It merges them: `serviceConfig.extend(printingConfig)`. */
export const printingConfig = {
  FONTS_DIR: z.string().min(1).optional().describe('folder with the font files that papers as PDF are set in; without it there is no PDF'),
};
export interface PrintingConfig {
  FONTS_DIR?: string | undefined;
}
