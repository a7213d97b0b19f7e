import { Module } from '@nestjs/common';
import { AttachmentModule } from '../../attachment/attachment.module.js';
import { ProbeModule } from '../../probe/probe.module.js';
import { PortalModule } from '../../portal/portal.module.js';
import { RegistrationModule } from '../../registration/registration.module.js';
import { SessionModule } from '../../session/session.module.js';
import { UnitModule } from '../../unit/unit.module.js';
import { FormConnector } from './form.connector.js';
import { FormController } from './form.controller.js';
import { FormFiles } from './form-files.js';
import { FormGuard } from './form-guard.js';
import { FormLimit } from './form-limit.service.js';
import { FormProbing } from './form.probing.js';
import { FormPasses } from './form-pass.js';
import { HumanCheck } from './human-check.js';
import { UnitList } from './unit-list.js';

/** 政府网站: the public form, a way in of the channel `portal`. */
@Module({ imports: [AttachmentModule, PortalModule, ProbeModule, RegistrationModule, SessionModule, UnitModule], controllers: [FormController], providers: [FormConnector, FormFiles, FormGuard, FormLimit, FormPasses, FormProbing, HumanCheck, UnitList], exports: [FormConnector, FormGuard, FormPasses] })
export class FormModule {}
