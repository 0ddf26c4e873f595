import type { KeptRule } from '../clock/kept.ts';
import { findTown, type Town, townsById } from '../org/service.ts';
import type { Tx } from '../../db/client.ts';
import type { PolicyDefinition } from './file/load.ts';
import type { Policy } from './policy.ts';
import { resolvePolicy } from './resolve.ts';

/** The rules of every town, resolved once per policy and settings. */
export interface PolicyBook {
  /** Rules of clocks as read or written (src/domain/clock/kept.ts), by version and kind: what is stored there never changes. */
  readonly kept: Map<string, KeptRule>;
  definition(policyId: string): PolicyDefinition;
  /** A town's rules with its settings as the transaction sees them. */
  forTown(tx: Tx): TownPolicies;
}

export interface TownPolicies {
  (townId: string): Promise<Policy>;
  /** The towns of many matters by one statement, before each is asked for. */
  prime(townIds: readonly string[]): Promise<void>;
  /** Towns the caller has just read need not be read again. */
  know(towns: readonly Town[]): void;
}

export function createPolicyBook(definitions: ReadonlyMap<string, PolicyDefinition>): PolicyBook {
  const resolved = new Map<string, Policy>();
  /** A town is one object as long as nothing of it changed. */
  const ofTown = new WeakMap<Town, Policy>();
  const definition = (policyId: string): PolicyDefinition => {
    const found = definitions.get(policyId) ?? definitions.get('national');
    if (found === undefined) throw new Error(`no policy ${policyId}`);
    return found;
  };
  return {
    kept: new Map(),
    definition,
    forTown(tx) {
      const seen = new Map<string, Promise<Policy>>();
      const rulesOf = (town: Town): Policy => {
        const known = ofTown.get(town);
        if (known !== undefined) return known;
        const key = `${town.policy} ${JSON.stringify(town.settings)}`;
        const policy = resolved.get(key) ?? resolvePolicy(definition(town.policy), town.settings);
        resolved.set(key, policy);
        ofTown.set(town, policy);
        return policy;
      };
      const ask = (townId: string): Promise<Policy> => {
        const policy = seen.get(townId) ?? findTown(tx, townId).then(rulesOf);
        seen.set(townId, policy);
        return policy;
      };
      const know = (towns: readonly Town[]): void => {
        for (const town of towns) seen.set(town.id, Promise.resolve(rulesOf(town)));
      };
      const prime = async (townIds: readonly string[]): Promise<void> => know(await townsById(tx, townIds));
      return Object.assign(ask, { prime, know });
    },
  };
}
