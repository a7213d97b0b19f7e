import { Module } from '@nestjs/common';
import { SessionModule } from '../session/session.module.js';

/** The staff's web application, which `web/` is. */
@Module({ imports: [SessionModule] })
export class ApplicationModule {}
