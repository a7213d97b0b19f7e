import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { languageCookie, setCookie, viewCookie } from '@wenzheng/page-frame';
import { Operation, Public } from '@wenzheng/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { PublicationConfig } from '../../config.js';
import { CONFIG } from '../../tokens.js';
import { ownPath } from './back.rules.js';

const preferencesSchema = z.object({
  language: z.enum(['zh', 'en']).optional().describe('of our own words; what people wrote stays as it is'),
  view: z.enum(['standard', 'elder']).optional(),
  back: z.string().max(2_000).optional().describe('a path of the portal; the page that the reader comes from, unless told'),
});

const yearSeconds = 365 * 86_400;

/** 长辈版 and language, as the reader chooses: kept in cookies that hold nothing else. */
@Controller('preferences')
@Public()
export class PreferencesController {
  constructor(@Inject(CONFIG) private readonly config: PublicationConfig) {}

  @Get()
  @Operation({
    id: 'choosePreferences',
    tag: 'Portal',
    summary: 'Chooses language or 长辈版 for all pages, and leads back',
    answers: { 303: { headers: ['location', 'set-cookie'] } },
    hasErrorPages: true,
  })
  choose(@Query({ schema: preferencesSchema }) { language, view, back }: z.output<typeof preferencesSchema>, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const { PUBLIC_URL } = this.config;
    const lasting = { seconds: yearSeconds, isSecure: PUBLIC_URL.startsWith('https://'), isFollowed: true };
    const cookies = [...(language ? [setCookie(languageCookie, language, lasting)] : []), ...(view ? [setCookie(viewCookie, view, lasting)] : [])];
    void reply.status(303).headers({ location: ownPath(back ?? request.headers.referer, PUBLIC_URL), 'cache-control': 'no-store', 'set-cookie': cookies }).send();
  }
}
