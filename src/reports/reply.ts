import type { Call } from '../contract/command.ts';
import type { GroupText, Reply } from '../contract/reply.ts';
import type { DomainContext } from '../domain/context.ts';
import type { ReportKind } from '../domain/policy/vocabulary.ts';
import type { Period } from '../domain/report/facts.ts';
import { gatherReport, reportText, scopeOf } from './on-demand.ts';

/**
 * A report as the answer to a command: in private what this reader may know, in a group figures without sealed matters
 * and without any list.
 */
export async function replyReport(ctx: DomainContext, call: Call, kind: ReportKind, period: Period): Promise<Reply> {
  const inGroup = call.chatid !== undefined;
  const scope = scopeOf(inGroup ? undefined : call.by);
  const text = reportText(kind, await gatherReport(ctx, call.by.townId, kind, period, scope));
  return inGroup ? { text, group: text as GroupText } : { text };
}
