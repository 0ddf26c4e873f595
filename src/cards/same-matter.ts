import type { LocalDay } from '../core/local-day.ts';
import { sameMatterWords as words } from '../copy/same-matter.ts';
import type { Candidate } from '../domain/intake/similar.ts';
import type { Related } from '../domain/intake/merge.ts';

/** What the desk reads with a registration: which earlier matter it may be, and the line for each case. */
export function candidateText(number: string, list: readonly Candidate[], today: LocalDay): string | undefined {
  if (list.length === 0) return undefined;
  const one = ({ petition, standing, due }: Candidate): string =>
    standing === 'in-progress'
      ? words.inProgress({ number, earlier: petition.number, due, today })
      : standing === 'closed'
        ? words.closed(number, petition.number)
        : words.exhausted(number, petition.number);
  return [words.found, ...list.map(one)].join('\n');
}

/** Lines of 查: what this matter is joined with. Numbers only, those its reader may know. */
export function relatedLines(related: Related, raised: number): string[] {
  const numbers = (list: readonly { readonly number: string }[]): string => list.map((row) => row.number).join('、');
  return [
    ...(related.kept === undefined ? [] : [words.kept(related.kept)]),
    ...(related.mergedInto === undefined ? [] : [`${words.into}：${related.mergedInto.number}`]),
    ...(related.linkedTo === undefined ? [] : [`${words.linkedTo}：${related.linkedTo.number}`]),
    ...(related.merged.length === 0 ? [] : [`${words.mergedHere}：${numbers(related.merged)}`]),
    ...(related.linked.length === 0 ? [] : [`${words.linkedHere}：${numbers(related.linked)}`]),
    ...(raised > 1 ? [words.raised(raised)] : []),
  ];
}
