import type { FactoryProvider } from '@nestjs/common';
import type { IntakeConfig } from '../../config.js';
import { CONFIG } from '../../tokens.js';
import { FILE_STORE, type FileStore } from './file-store.js';
import { FolderStore } from './folder-store.js';
import { NoStore } from './no-store.js';

export const intakeFileStore: FactoryProvider<FileStore> = {
  provide: FILE_STORE,
  useFactory: ({ ATTACHMENTS_DIR }: IntakeConfig) => (ATTACHMENTS_DIR === undefined ? new NoStore() : new FolderStore(ATTACHMENTS_DIR)),
  inject: [CONFIG],
};
