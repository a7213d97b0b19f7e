import { Module } from '@nestjs/common';
import { ArchiveModule } from '../archive/archive.module.js';
import { DirectoryModule } from '../directory/directory.module.js';
import { ForumModule } from '../forum/forum.module.js';
import { HotIssueModule } from '../hot-issue/hot-issue.module.js';
import { MessageModule } from '../message/message.module.js';
import { PolicyDocumentModule } from '../policy-document/policy-document.module.js';
import { ProbeModule } from '../probe/probe.module.js';
import { PortalModule } from '../portal/portal.module.js';
import { ReadBackModule } from '../read-back/read-back.module.js';
import { SessionModule } from '../session/session.module.js';
import { StatisticsModule } from '../statistics/statistics.module.js';
import { ArchivesController } from './archives/archives.controller.js';
import { BoardController } from './board/board.controller.js';
import { ChannelsController } from './channels/channels.controller.js';
import { CrawlersController } from './crawlers/crawlers.controller.js';
import { DataController } from './data/data.controller.js';
import { Dumps } from './data/dumps.js';
import { FeedsController } from './feeds/feeds.controller.js';
import { ChannelFiguresController } from './channel-figures/channel-figures.controller.js';
import { ForumsController } from './forums/forums.controller.js';
import { HotIssuesController } from './hot-issues/hot-issues.controller.js';
import { InterviewsController } from './interviews/interviews.controller.js';
import { LiveViewers } from './interviews/live-viewers.js';
import { MailboxesController } from './mailboxes/mailboxes.controller.js';
import { MicroblogsController } from './microblogs/microblogs.controller.js';
import { HomeController } from './home/home.controller.js';
import { MessagePageController } from './message/message-page.controller.js';
import { MessagesController } from './message/messages.controller.js';
import { Open311Controller } from './open311/open311.controller.js';
import { TransparencyModule } from '../transparency/transparency.module.js';
import { LogController } from './log/log.controller.js';
import { AboutController } from './about/about.controller.js';
import { AccessibilityController } from './accessibility/accessibility.controller.js';
import { DeadlinesController } from './help/deadlines.controller.js';
import { SitemapController } from './sitemap/sitemap.controller.js';
import { PreferencesController } from './preferences/preferences.controller.js';
import { PoliciesController } from './policies/policies.controller.js';
import { PrivacyController } from './privacy/privacy.controller.js';
import { OwnPage } from './query/own-page.js';
import { OriginalReader } from './query/original.reader.js';
import { PublicationsController } from './publications/publications.controller.js';
import { QueryController } from './query/query.controller.js';
import { TicketService } from './query/ticket.service.js';
import { ReportCardsController } from './report-cards/report-cards.controller.js';
import { StatisticsController } from './statistics/statistics.controller.js';
import { UnitsController } from './units/units.controller.js';

/** The portal's pages, one folder each. */
@Module({
  imports: [ArchiveModule, DirectoryModule, ForumModule, MessageModule, PortalModule, SessionModule, StatisticsModule, ProbeModule, TransparencyModule, PolicyDocumentModule, HotIssueModule, ReadBackModule],
  controllers: [HomeController, BoardController, MessagePageController, MessagesController, QueryController, PreferencesController, PrivacyController, DeadlinesController, AboutController, AccessibilityController, SitemapController, Open311Controller, ForumsController, InterviewsController, StatisticsController, ChannelsController, ArchivesController, LogController, MailboxesController, MicroblogsController, UnitsController, FeedsController, ChannelFiguresController, ReportCardsController, DataController, CrawlersController, PoliciesController, HotIssuesController, PublicationsController],
  providers: [TicketService, OriginalReader, OwnPage, LiveViewers, Dumps],
})
export class PagesModule {}
