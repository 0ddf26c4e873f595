/** What the page says that a reader may do with a matter, beside what the commands do when they are given. */
import { choicesFor, offered, type Offered } from '../../src/bot/page/offers.ts';
import { firstChoices } from '../../src/bot/page/forms.ts';
import type { Actor, Role } from '../../src/contract/command.ts';
import { ROLES } from '../../src/contract/command.ts';
import type { DomainContext } from '../../src/domain/context.ts';
import { loadOrg } from '../../src/domain/org/receivers.ts';
import { findActor } from '../../src/domain/org/service.ts';
import type { Petition } from '../../src/domain/matter/access.ts';
import { findPetition } from '../../src/domain/matter/find.ts';
import { readSeen } from '../../src/domain/read/seen.ts';
import { UserError } from '../../src/core/errors.ts';
import type { Scene } from '../chaos/histories.ts';
import type { TestTown } from './domain.ts';
import type { Random } from './random.ts';
import { catalogue } from './talk.ts';
import { tryForm } from './trial.ts';

export interface Compared {
  /** Of one form for one reader: it was offered, it was not and something said why, or neither. */
  readonly form: string;
  readonly tried: string;
  readonly said: string;
  readonly who: string;
  readonly matter: string;
}

const GIVEN: Scene = [[['desk1'], '/交办 12 城建办 经办:王某强']];
const SHORT: Scene = [[['desk1'], '/交办 12 城建办 期限:5天 经办:王某强']];
const SEALED: Scene = [[['desk1'], '/补充 12 内容:村支书收了钱，虚报了路灯']];
const HANDLED: Scene = [...GIVEN, [['cj2'], '/答复 12 事实:属实 依据:有关规定 内容:已办 结论:支持']];
const COMPLEX: Scene = [
  [['desk1'], '/分类 12 申诉求决 情形:6'],
  [['desk1'], '/分类 12 疑难'],
];
const AGREED: Scene = [[['lead1'], '/批示 12 同意']];
const CLOSED: Scene = [...HANDLED, [['cj1'], '/审核 12 同意'], [['desk1'], '/办结 12 依据:书面答复']];

/** States that the ordinary course does not come to, or leaves soon: each is looked at as soon as it is there. */
export const BESIDE: readonly Scene[] = [
  HANDLED,
  [...HANDLED, [['cj1'], '/审核 12 不同意 意见:写明依据']],
  [...HANDLED, [['desk1'], '/并案 12 9'], [['desk1'], '/撤销 12']],
  [...COMPLEX, ...HANDLED, [['desk1'], '/审核 12 集体 同意 参加:孙某、李某平']],
  [...SEALED, [['desk1'], '/交办 12 纪委']],
  [...SEALED, ...GIVEN, [['desk1'], '/补充 12 涉及:五里墩村'], ...GIVEN],
  [[['desk1'], '/补充 12 涉及:信访办']],
  [[['desk1'], '/作废 12 误登 理由:不是信访事项']],
  [[['desk1'], '/作废 12 重复→9 理由:登记了两次'], [['desk1'], '/作废 9 重复→12 理由:登记了两次'], ...AGREED],
  [
    [['desk1'], '/送达 12 文书:受理告知书 日期:今天 方式:直接送达'],
    [['desk1'], '/作废 12 误登 理由:不是'],
  ],
  [[['desk1'], '/更正 12 收到:今天 理由:看错了邮戳']],
  [[['desk1'], '/更正 12 收到:今天 理由:看错了邮戳'], ...AGREED],
  [...SHORT, { days: 9 }, [['cj2'], '/延期 12 10天 理由:需要检测 时限:镇内']],
  [...GIVEN, [['cj2'], '/延期 12 10天 理由:需要检测 时限:镇内'], { days: 40 }],
  [...GIVEN, [['desk1'], '/预警 12 原因:反映多次'], [['cj2'], '/预警 12 报回:已核实 原因:管道老化 措施:更换']],
  [...GIVEN, [['desk1'], '/协办 12 民政办'], [['mz1'], '/协办 12 答复:已核实'], [['desk1'], '/协办 12 农业办']],
  [...GIVEN, [['desk1'], '/协办 12 民政办、五里墩村'], [['desk1'], '/撤销 12']],
  [[['desk1'], '/交办 12 信访办']],
  [...GIVEN, [['cj2'], '/退回 12 理由:不属本办'], [['desk1', 'desk2'], '/退回 12 同意']],
  [...CLOSED, [['desk1'], '/撤销 12']],
  [...CLOSED, ...AGREED, [['desk1'], '/回访 12 不满意'], [['desk1'], '/重启 12 理由:没有修好']],
  [...GIVEN, [['desk1'], '/分类 12 检举控告'], [['desk1'], '/撤销 12']],
  [[['desk1'], '/并案 12 9']],
  [
    [['desk1'], '/并案 12 9 新情况'],
    [['desk1'], '/撤销 12'],
  ],
  [[['lead1'], '/设置 外出 今天—明天 委托:李某平']],
  [[['lead2'], '/设置 外出 今天—明天 委托:孙某']],
  [[['lead1'], '/包案 12 李某平 方案:先排水再修渠']],
  [[['desk1'], '/协办 12 代办:杨某']],
  [
    [['desk1'], '/补充 12 人数:7'],
    [['desk1'], '/分类 12 重要'],
  ],
  [[['desk1'], '/受理 12 不予受理 理由:法院在审 去向:法院']],
];

/** Every form of every command, for one reader of one matter; none where they may not know of it. */
export async function compareOffers(town: TestTown, actorOf: ActorOf, number: string): Promise<Compared[]> {
  return town.run(async (ctx) => {
    const actor = await actorOf(ctx);
    const petition = actor && (await found(ctx, actor, number));
    if (actor === undefined || petition === undefined) return [];
    const seen = await readSeen(ctx, actor, petition);
    const choices = await choicesFor(ctx, actor, petition);
    const all: Compared[] = [];
    for (const command of catalogue.commands) {
      for (const [i, form] of (command.forms ?? []).entries()) {
        const said = asked(() => offered(seen, command, form, firstChoices(form, choices)));
        // Nothing to reveal where nothing is known of who petitions: the command would say so.
        const tried: Offered | string =
          command.english === 'show' && seen.isAnonymous
            ? { taken: false }
            : await tryForm(ctx, actor, petition, { catalogue, command, form, choices }).catch(faultOf);
        all.push({
          form: `${command.english} ${i}`,
          tried: words(tried),
          said: words(said),
          who: `${actor.userid} ${actor.roles.join('+')} of ${actor.unitId}, heads ${actor.heads.join()}, leads ${actor.leads.join()}${seen.onlyHelps ? ', helping' : ''}`,
          matter: `${number} ${petition.status}${petition.sealed ? ' sealed' : ''} with ${petition.ownerUnit ?? 'nobody'}`,
        });
      }
    }
    return all;
  });
}

/** Who looks; undefined for somebody who has left. */
export type ActorOf = (ctx: DomainContext) => Promise<Actor | undefined>;

const faultOf = (error: unknown): string => `fault: ${String(error)}`;
const asked = (ask: () => Offered): Offered | string => {
  try {
    return ask();
  } catch (error) {
    return faultOf(error);
  }
};

function words(offer: Offered | string): string {
  if (typeof offer === 'string') return offer;
  if (!offer.taken) return 'because' in offer ? `refused ${offer.because.code}` : 'nothing';
  return `taken ${offer.spent ?? '-'} settles ${[...offer.settles].toSorted().join() || '-'}`;
}

async function found(ctx: DomainContext, actor: Actor, number: string): Promise<Petition | undefined> {
  try {
    return await findPetition(ctx, actor, number, { verb: '查', helping: true, closedToo: true, events: true });
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** Somebody of the org file, as they are. */
export const somebody =
  (userid: string): ActorOf =>
  (ctx) =>
    findActor(ctx.tx, userid);

/** Roles, unit, who heads and leads what, as they come: near the matter more often than not. */
export function anybody(random: Random, petition: Petition): ActorOf {
  return async (ctx) => {
    const org = await loadOrg(ctx, petition.townId);
    const units = [...org.units.keys()];
    const near = [petition.ownerUnit, random.pick(units), random.pick(units)].filter((id) => id !== null);
    const some = <T>(list: readonly T[], odds: number): T[] => (random.chance(odds) ? [random.pick(list)] : []);
    const { handler, registrar, caseLeader, agent } = petition;
    const people = [handler, registrar, caseLeader, agent, ...org.people.keys()].filter((id) => id !== null);
    return {
      userid: random.chance(0.7) ? random.pick(people.slice(0, 12)) : 'u-somebody',
      name: '甲某',
      townId: petition.townId,
      unitId: random.pick(near),
      roles: [...new Set<Role>([random.pick(ROLES), ...some(ROLES, 0.3)])],
      heads: some(near, 0.3),
      leads: some(near, 0.3),
    };
  };
}
