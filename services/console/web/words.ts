/** What people read is written once, in @wenzheng/wording; here stands only what the console alone says. */
export {
  channelWords, endingWords, explainedDayLabel, invalidityGroundWords, instantWords, kindWords, ratingWords, replyResultWords, roleWords, statusVocabulary, stepWords, timeOfDay,
  visibilityWords,
} from '@wenzheng/wording';
