import type { LocalDay } from '../core/local-day.ts';
import { byDay } from './letters.ts';
import { zhDay } from './terms.ts';

interface Facts {
  readonly number: string;
  readonly status: string;
  readonly receivedOn: LocalDay;
  readonly unitName: string | undefined;
  /** Last day of the 60 days of 条例 art. 34, if they run. */
  readonly legalDue: LocalDay | undefined;
  /** Last day for the written notice of art. 23, while it is owed. */
  readonly noticeDue: LocalDay | undefined;
  /** Last day to ask for 复查 (art. 35), once the reply was served. */
  readonly reviewUntil: LocalDay | undefined;
  /** The procedure of its own that it goes by (arts 20, 31), if it is not the ordinary one. */
  readonly procedure: string | undefined;
  readonly today: LocalDay;
}

/** Three plain sentences for the front desk: where it is, by when, what can be done next. No inner notes. */
export function tellCitizen(f: Facts): string {
  const day = (value: LocalDay): string => zhDay(value, f.today);
  const where =
    f.status === 'closed'
      ? '您反映的事已经办结。'
      : f.status === 'merged'
        ? '您反映的事和先前登记的一件是同一件事，已经并在一起办理。'
        : f.status === 'sent-back'
          ? '您反映的事不属于我们办理，已经退回交办的上级机关，由上级机关告诉您去处。'
          : f.status === 'declined'
            ? '您反映的事不属于我们受理的范围，告知书上写明了该向哪里提出。'
            : f.unitName === undefined
              ? `您反映的事${day(f.receivedOn)}已经收到并登记，正在确定由谁来办。`
              : `您反映的事${day(f.receivedOn)}已经收到，现在由${f.unitName}办理。`;
  const when =
    f.reviewUntil !== undefined
      ? '书面答复已经送到您手里。'
      : f.procedure !== undefined
        ? `按《信访工作条例》，这件事应当走${f.procedure}，期限按那里的规定。`
        : f.legalDue !== undefined
          ? `依照规定，最晚${day(f.legalDue)}给您书面答复。`
          : f.noticeDue !== undefined
            ? `是否受理、由谁办，最晚${day(f.noticeDue)}书面告诉您。`
            : '办理有了结果会书面告诉您。';
  const next =
    f.reviewUntil !== undefined
      ? `对答复不满意的，${byDay(day(f.reviewUntil))}可以向上一级机关申请复查。`
      : '有新情况或要问进度，随时打信访办电话，报这个编号就行。';
  return ['可以这样告诉群众：', `1. ${where}`, `2. ${when}`, `3. ${next}`, `编号：${f.number}`].join('\n');
}
