/** What one field of a policy says of another: every name must lead somewhere, and a town may not rewrite the law. */
import type { PolicyReason } from './issues.ts';
import { isLonger } from './law-check.ts';
import { misplacedStage } from './ladder-order.ts';
import type { ClockEntry, PolicyFile, SettingEntry } from './schema.ts';

type Path = readonly PropertyKey[];
interface Found {
  readonly path: Path;
  readonly reason: PolicyReason;
}

export function referenceIssues(policy: PolicyFile, base: PolicyFile | undefined, stem: string): Found[] {
  const found: Found[] = [];
  const add = (path: Path, reason: PolicyReason): void => {
    found.push({ path, reason });
  };
  if (policy.id !== stem) add(['id'], { code: 'id-not-file', id: policy.id });
  if (policy.extends !== undefined && base === undefined) {
    add(['extends'], { code: 'unknown-policy', name: policy.extends });
  }
  checkClocks(policy, base, add);
  checkLadders(policy, add);
  checkExtensions(policy, base, add);
  for (const [i, route] of (policy.routes ?? []).entries()) {
    // 条例 arts 28, 30: whoever is complained of learns nothing of it, least of all as a helper.
    if (route.about === 'conduct' && route.excludeAccused !== true) add(['routes', i], { code: 'route-accused' });
  }
  checkSettings(policy, { ...base?.settings, ...policy.settings }, add);
  return found;
}

type Add = (path: Path, reason: PolicyReason) => void;

function checkClocks(policy: PolicyFile, base: PolicyFile | undefined, add: Add): void {
  const lawful = new Set((base?.clocks ?? []).filter((clock) => clock.legal).map((clock) => clock.id));
  const known = new Set([...(base?.clocks ?? []), ...policy.clocks].map((clock) => clock.id));
  const ladders = new Set(Object.keys({ ...base?.ladders, ...policy.ladders }));
  const seen = new Set<string>();
  for (const [i, clock] of policy.clocks.entries()) {
    if (seen.has(clock.id)) add(['clocks', i, 'id'], { code: 'duplicate-id', id: clock.id });
    seen.add(clock.id);
    if (lawful.has(clock.id)) add(['clocks', i, 'id'], { code: 'redefines-law', id: clock.id });
    // A town that extends the law writes internal clocks only.
    if (base !== undefined && clock.legal) add(['clocks', i, 'legal'], { code: 'town-calls-legal' });
    if (clock.ladder !== undefined && !ladders.has(clock.ladder)) {
      add(['clocks', i, 'ladder'], { code: 'unknown-ladder', name: clock.ladder });
    }
    for (const [j, name] of missedClocks(clock).entries()) {
      if (name !== undefined && !known.has(name)) add(['clocks', i, 'startsOn', j], { code: 'unknown-clock', name });
    }
  }
  for (const [i, name] of (policy.colours?.clocks ?? []).entries()) {
    if (!known.has(name)) add(['colours', 'clocks', i], { code: 'unknown-clock', name });
  }
}

const missedClocks = (clock: ClockEntry): (string | undefined)[] =>
  clock.startsOn.map((start) => (start.startsWith('missed:') ? start.slice('missed:'.length) : undefined));

function checkLadders(policy: PolicyFile, add: Add): void {
  for (const [name, stages] of Object.entries(policy.ladders ?? {})) {
    const seen = new Set<string>();
    for (const [i, stage] of stages.entries()) {
      if (seen.has(stage.id)) add(['ladders', name, i, 'id'], { code: 'duplicate-id', id: stage.id });
      seen.add(stage.id);
    }
    const wrong = misplacedStage(stages);
    if (wrong !== undefined) {
      add(['ladders', name, wrong.index, 'when'], { code: 'ladder-order', id: wrong.id, before: wrong.before });
    }
  }
}

/** 条例 art. 34: thirty days in all. A town's longer extension may only be an internal one (`legal: false`). */
function checkExtensions(policy: PolicyFile, base: PolicyFile | undefined, add: Add): void {
  const law = base?.clocks.find((clock) => clock.legal && clock.extension !== undefined)?.extension?.max;
  if (law === undefined) return;
  for (const [i, { extension }] of policy.clocks.entries()) {
    if (extension?.legal !== true) continue;
    for (const key of ['max', 'maxSpecial'] as const) {
      const limit = extension[key];
      if (limit !== undefined && isLonger(limit, law)) {
        add(['clocks', i, 'extension', key], { code: 'extension-over-law', limit, law });
      }
    }
  }
}

function checkSettings(policy: PolicyFile, settings: Readonly<Record<string, SettingEntry>>, add: Add): void {
  for (const [name, entry] of Object.entries(policy.settings ?? {})) {
    if (entry.type === 'switch' || entry.type === 'text') continue;
    const [from, to] = entry.type === 'integer' ? [entry.min, entry.max] : [entry.earliest, entry.latest];
    const outside = entry.default !== undefined && (entry.default < from || entry.default > to);
    if (from > to || outside) {
      add(['settings', name, entry.default === undefined ? (entry.type === 'integer' ? 'max' : 'latest') : 'default'], {
        code: 'setting-range',
        name,
        from,
        to,
      });
    }
  }
  for (const { path, name, expected } of settingUses(policy)) {
    const entry = settings[name];
    if (entry === undefined) add(path, { code: 'unknown-setting', name });
    else if (entry.type !== expected) add(path, { code: 'setting-type', name, expected });
  }
}

interface SettingUse {
  readonly path: Path;
  readonly name: string;
  readonly expected: SettingEntry['type'];
}

/** Every `{ setting: … }` and every switch of the file, where it stands. */
export function settingUses(policy: PolicyFile): SettingUse[] {
  const uses: SettingUse[] = [];
  const walk = (node: unknown, path: Path): void => {
    if (Array.isArray(node)) {
      for (const [i, item] of node.entries()) walk(item, [...path, i]);
    } else if (typeof node === 'object' && node !== null) {
      for (const [key, value] of Object.entries(node)) {
        if (key === 'setting' && typeof value === 'string') {
          uses.push({ path: [...path, key], name: value, expected: isTimeField(path) ? 'time' : 'integer' });
        } else if (key === 'enabledBy' && typeof value === 'string') {
          uses.push({ path: [...path, key], name: value, expected: 'switch' });
        } else {
          walk(value, [...path, key]);
        }
      }
    }
  };
  const { settings: _declared, ...rest } = policy;
  walk(rest, []);
  return uses;
}

const TIMES = new Set<PropertyKey | undefined>(['digestAt', 'quietFrom', 'quietTo', 'at', 'announceAt']);
const isTimeField = (path: Path): boolean => TIMES.has(path.at(-1));
