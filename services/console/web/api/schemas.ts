import type { components as intakeSchemas } from '../../dist/api/intake.js';
import type { components as publicationSchemas } from '../../dist/api/publication.js';
import type { components as routingSchemas } from '../../dist/api/routing.js';
import type { components as supervisionSchemas } from '../../dist/api/deadline-supervision.js';

/** The services' schemas by the names that screens use. */
type Routing = routingSchemas['schemas'];
export type Message = Routing['Message'];
export type MessageSummary = Routing['MessageSummary'];
export type Unit = Routing['Unit'];
export type Person = Routing['Person'];
export type Draft = Routing['Draft'];
export type SignOff = Routing['SignOff'];
export type AllowedAction = Routing['AllowedAction'];
export type Suggestion = Routing['Suggestion'];
export type DisputeItem = Routing['DisputeItem'];
export type CoTaskItem = Routing['CoTaskItem'];
export type Deadline = supervisionSchemas['schemas']['Deadline'];
export type Explanation = supervisionSchemas['schemas']['DeadlineExplanation'];
export type MovePreview = supervisionSchemas['schemas']['MovePreview'];
export type Policy = supervisionSchemas['schemas']['Policy'];
export type Escalation = supervisionSchemas['schemas']['ListedEscalation'];
export type Review = publicationSchemas['schemas']['Review'];
export type ContentReview = publicationSchemas['schemas']['ContentReview'];
export type ReplyCheck = publicationSchemas['schemas']['ReplyCheck'];
export type ContactReading = intakeSchemas['schemas']['ContactReading'];
