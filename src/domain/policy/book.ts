import { findTown } from '../org/service.ts';
import type { Tx } from '../../db/client.ts';
import type { PolicyDefinition } from './load.ts';
import type { Policy } from './policy.ts';
import { resolvePolicy } from './resolve.ts';

/** The rules of every town, resolved once per policy and settings. */
export interface PolicyBook {
  definition(policyId: string): PolicyDefinition;
  /** A town's rules with its settings as the transaction sees them. */
  forTown(tx: Tx): (townId: string) => Promise<Policy>;
}

export function createPolicyBook(definitions: ReadonlyMap<string, PolicyDefinition>): PolicyBook {
  const resolved = new Map<string, Policy>();
  const definition = (policyId: string): PolicyDefinition => {
    const found = definitions.get(policyId) ?? definitions.get('national');
    if (found === undefined) throw new Error(`no policy ${policyId}`);
    return found;
  };
  return {
    definition,
    forTown(tx) {
      const seen = new Map<string, Promise<Policy>>();
      const load = async (townId: string): Promise<Policy> => {
        const town = await findTown(tx, townId);
        const key = `${town.policy} ${JSON.stringify(town.settings)}`;
        const policy = resolved.get(key) ?? resolvePolicy(definition(town.policy), town.settings);
        resolved.set(key, policy);
        return policy;
      };
      return (townId) => {
        const policy = seen.get(townId) ?? load(townId);
        seen.set(townId, policy);
        return policy;
      };
    },
  };
}
