/**
 * The rows of the five towns' papers as they were read clause by clause: S0 分界镇, S1 沥海街道, S2 the "三无乡镇" plan, S3 元竹镇,
 * S4 西集镇. 59 of them ask for something that is built: W workflow, N notification, R report, D roster. What is only S (scoring)
 * or X (watching persons, turning people back, punishing) is declined in docs/scope.md.
 */
export const TOWNS = ['fenjie', 'lihai', 'sanwu', 'yuanzhu', 'xiji'] as const;
export type TownId = (typeof TOWNS)[number];

export interface PaperRow {
  /** `1.7`: town and place in its paper. */
  readonly row: string;
  readonly marks: string;
  readonly clause: string;
  readonly says: string;
}

/** `row marks clause｜what the paper says`, one a line. */
const WRITTEN = `
0.1 W 三｜first letter, net message, phone call or visit about a matter is the town's to handle
0.2 R 二｜accepted and closed in time ≥95 %, settled at once ≥90 %
0.3 WN 四（一）｜members accept and report at once; a major event by phone first, in writing after
0.4 W 四（一）｜disputes that may grow are passed on to the joint office
0.5 W 四（一）｜one living list out of assignments, letters, calls, visits, 12345 orders and reports
0.6 W 四（一）｜classify, fix unit and limit, assign at once; important and sensitive ones to the main leader first
0.7 W 四（二）｜the unit builds a team and investigates
0.8 W 四（二）｜the lead leader or the office's head answers for the reply; complex ones are reviewed collectively
0.9 S 四（二）｜counted in the assessment
0.10 X 四（二）｜inquiry because a matter went upward
0.11 D 四（三）｜the main leaders one day a week, one leader every working day at the reception centre
0.12 DX 四（三）｜somebody always receives in the village; knocking on doors
0.13 WX 四（三）｜the grid reports disputes; control of key persons
0.14 W 四（四）｜evidence for closing: 调解协议书, a waiver, a satisfied reply
0.15 NW 四（四）｜yellow, red, green; the number for periods under a month is missing in the text
0.16 N 四（四）｜交办函, 提醒函 (yellow), 督办函 (red) to the department and the person
0.17 W 四（四）｜after red a new limit on a written request: ≤30 days, special ones ≤3 months
0.18 WN 四（四）｜second limit missed, or repeated within a year: explain to the main leader; joint meeting, case leader
0.19 R 四（五）｜周汇报, 月讲评, 季点评
0.20 S 四（六）｜talks, cadre files, inquiry
1.1 W 一（一）1｜route 1, policy and line matters: the line leader leads, the line office handles, the area's team assists
1.2 W 一（一）2｜route 2, village matters: the area leader and team handle, the line office and leader assist
1.3 W 一（一）3｜route 3, conduct of cadres: discipline handles, others assist
1.4 WN 一（二）｜the handler calls within one working day; still unclear: a site visit at once
1.5 N 一（三）｜a group of five or more, or a scene: received at once by the line's head or leader
1.6 W 一（四）｜third time or more, a group, a scene: the leader handles in person
1.7 W 一（五）｜phone and net closed within a week, letters and visits within 15 working days
1.8 WDR 二（一）｜"2211": two signatures of the main leader, agent and leader, a weekly consultation, one follow-up a matter
1.9 NW 二（二）｜预警提醒单 to head and group leader, copies upward; answered within 7 working days, signed by the leader
1.10 WR 二（三）｜an agent (代办) for half the matters; closed and satisfied shares; work list
1.11 WX 二（四）｜case leader: situation, meeting, inviting the petitioner; 包息访, 稳控
1.12 X 二（五）｜turning people back, lectures, investigation
1.13 D 二（六）｜Monday to Friday the day's leader receives, the desk assists
1.14 S 二（七）｜quarterly and yearly points
1.15 - 三（一）｜a centre by October
1.16 W 三（三）｜the reply answers each demand, on facts and law, no evasion
1.17 S 三（四）｜liability list
2.1 X 一、三（一）｜nobody went up, totals down, villages named
2.2 RX 三（二）｜rate of first closing and rate of handling; rates about persons
2.3 X 三（一）｜rate of reviews that uphold
2.4 D 四（一）｜leaders look after villages and go there every week
2.5 RN 四（一）｜every Wednesday villages and offices report what they found
2.6 WX 四（二）｜ledger: cause, time, place, unit, headcount, progress, mediation; key persons
2.7 X 四（二）｜lists of people with a tendency to petition
2.8 WD 四（三）｜first asked, reception day, visits down; register, handle, verify, analyse, reply
2.9 R 四（四）｜the grid daily, the village weekly, the town's units monthly
2.10 W 四（五）｜one matter, one leader, one team, one plan, to the end
2.11 NW 四（七）｜key cases are supervised, the cause of a failure is found
2.12 X 四（五）、四（八）｜punishing petitioners, veto, prizes
3.1 DR 一、二是｜a leader receives every day; 接访, 约访, 下访 counted in 批 and 人次
3.2 W 一、三是｜"five ones": one problem, leader, team, plan, to the end
3.3 WN 一、四是｜three tiers: village secretary direct, town cadre specific, leader first
3.4 W 二、一是｜the first asked answers at once, registers, classifies; a named person
3.5 W 二、二是｜a uniform number; a file for each
3.6 W 二、三是｜not our level: explain and guide
3.7 W 三｜司法所 mediates, the legal service advises, relief for who is hard up
3.8 X 三｜police against petitioners
3.9 R 三｜analysis meeting every half month
3.10 WN 四、一是｜包案 matters within 30 days; missed: explain to the main leader and a written statement
3.11 NS 四、二是｜not closed in 45 days: circular
3.12 X 四、三是｜points off, veto
3.13 WX 结尾｜lists of the grid: walked, found, served; zero petitions as a target
4.1 XR 一｜totals −30 %; the backlog cleared
4.2 W 二｜three tiers of duty: staff, heads, leaders
4.3 X 二｜watching petitioners, bringing them back
4.4 W 三（一）｜hall; 接访, 归口, 分理, 督办, 结案, 反馈
4.5 W 三（一）｜a named person a unit; confidential, files kept
4.6 W 三（二）｜grids merged
4.7 R 三（三）一是｜periodic study, quarterly and yearly inspection, monthly meeting of each unit
4.8 RN 三（三）二是｜monthly screening, the ledger before the 25th, a circular of it
4.9 WX 三（三）四是｜before holidays every open matter is checked; plans for key persons
4.10 SX 四（一）｜signed responsibility letters
4.11 S 四（二）｜ladder of sanctions
4.12 X 四（三）｜fines per person and visit
4.13 X 四（三）｜punishing staff who support petitions
4.14 X 四（四）｜veto
4.15 XR 四（五）1｜prizes for no petitions; an old case settled
4.16 R 四（五）2｜周通报, 月小结, 年汇总
4.17 X 四（六）｜campaign against "unlawful petitions"
`;

export const PAPER_ROWS: readonly PaperRow[] = WRITTEN.trim()
  .split('\n')
  .map((line) => {
    const [, row, marks, clause, says] = /^(\S+) (\S+) (.+?)｜(.+)$/u.exec(line)!;
    return { row: row!, marks: marks!, clause: clause!, says: says! };
  });

export const isBuilt = ({ marks }: PaperRow): boolean => /[WNRD]/u.test(marks);
/** Of what is not built, the rows that a paper asks for; a building to be finished by a date asks for nothing. */
export const isDeclined = (row: PaperRow): boolean => !isBuilt(row) && /[SX]/u.test(row.marks);
export const townOf = (row: string): TownId => TOWNS[Number(row[0])]!;
