import { Module } from '@nestjs/common';
import { ForumModule } from '../forum/forum.module.js';
import { MessageModule } from '../message/message.module.js';
import { PortalModule } from '../portal/portal.module.js';
import { SessionModule } from '../session/session.module.js';
import { BoardController } from './board/board.controller.js';
import { ForumsController } from './forums/forums.controller.js';
import { InterviewsController } from './interviews/interviews.controller.js';
import { LiveViewers } from './interviews/live-viewers.js';
import { HomeController } from './home/home.controller.js';
import { MessagePageController } from './message/message-page.controller.js';
import { MessagesController } from './message/messages.controller.js';
import { Open311Controller } from './open311/open311.controller.js';
import { PrivacyController } from './privacy/privacy.controller.js';
import { OwnPage } from './query/own-page.js';
import { OriginalReader } from './query/original.reader.js';
import { QueryController } from './query/query.controller.js';
import { TicketService } from './query/ticket.service.js';

/** The portal's pages, one folder each. */
@Module({
  imports: [ForumModule, MessageModule, PortalModule, SessionModule],
  controllers: [HomeController, BoardController, MessagePageController, MessagesController, QueryController, PrivacyController, Open311Controller, ForumsController, InterviewsController],
  providers: [TicketService, OriginalReader, OwnPage, LiveViewers],
})
export class PagesModule {}
