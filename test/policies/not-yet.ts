/** Rows whose mechanism does not run yet: what is missing. A row stands either here or in its town's table, never in both. */
export const NOT_YET: Readonly<Record<string, string>> = {
  '0.3': 'a report by phone is not asked to be written down',
  '1.1': 'no suggestion by the route',
  '1.2': 'no suggestion by the route',
  '1.3': 'no suggestion by the route',
  '1.4': 'no site visit as a step',
  '1.5': 'the town’s own receivers and number are not read',
  '1.6': 'repeats are not counted',
  '1.9': 'no 预警提醒单',
  '3.7': 'no referral',
};
