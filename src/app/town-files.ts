import { existsSync } from 'node:fs';
import { StartupError } from '../core/errors.ts';
import { appText } from '../copy/app.ts';
import { orgFileText } from '../copy/org-file.ts';
import { policyIssueText } from '../copy/policy.ts';
import type { DomainContext } from '../domain/context.ts';
import type { OrgFile } from '../domain/org/file.ts';
import { importOrg, isGrave, OrgImportError, type OrgPlan, planImport } from '../domain/org/import.ts';
import { allTowns, peopleOf, unitsOf } from '../domain/org/service.ts';
import { updateOrg } from '../domain/handover/update.ts';
import type { PolicyDefinition } from '../domain/policy/file/load.ts';
import { settingIssues } from '../domain/policy/resolve.ts';
import { type KnownLists, readOrg, readOrgFile } from '../org-file/read.ts';
import type { Place } from '../org-file/raw.ts';

/** `ask`: what cannot be meant lightly is not written until somebody says that it is (`sure`). */
export type UpdateMode = 'check' | 'ask' | 'sure';

export interface TownUpdate {
  readonly org: OrgFile;
  readonly plan: OrgPlan;
  readonly written: boolean;
  /** What the program that saved the file did not show; it was read as well. */
  readonly hidden: readonly Place[];
  /** Settings that its rules do not know, or not with such a value. */
  readonly unfit: readonly string[];
}

interface Deps {
  at(): Date;
  transact<T>(at: Date, work: (ctx: DomainContext) => Promise<T>): Promise<T>;
  /** The rules that there are. */
  readonly policies: ReadonlyMap<string, PolicyDefinition>;
}

/** Org files come in: a town's first at the start, later ones by the command line. */
export function townFiles({ at, transact: transactAt, policies }: Deps) {
  const transact = <T>(work: (ctx: DomainContext) => Promise<T>): Promise<T> => transactAt(at(), work);
  const known: KnownLists = (townId) =>
    transact(async ({ tx }) => {
      const [units, people] = [await unitsOf(tx, townId), await peopleOf(tx, townId)];
      if (units.length === 0) return {};
      return { units: units.map(unitEntry), people: people.map(personEntry) };
    });
  const refusing = async <T>(file: string, work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      if (!(error instanceof OrgImportError)) throw error;
      throw new StartupError(orgFileText.line(file, error.faults.slice(0, 3).map(orgFileText.importFault)), {
        cause: error,
      });
    }
  };
  /** A town by a misspelt name of its rules would have the law's alone, and nobody would know. */
  const rulesOf = (file: string, { town }: OrgFile): PolicyDefinition => {
    const found = policies.get(town.policy);
    if (found !== undefined) return found;
    throw new StartupError(orgFileText.line(file, [orgFileText.noPolicy(town.policy, [...policies.keys()])]));
  };
  return {
    /** @returns false where the town is there already */
    async importTown(file: string): Promise<boolean> {
      if (!existsSync(file)) throw new StartupError(appText.orgFileMissing(file));
      const org = await readOrgFile(file, known);
      rulesOf(file, org);
      const towns = await transact(async ({ tx }) => allTowns(tx));
      if (towns.some((town) => town.id === org.town.id)) return false;
      await refusing(
        file,
        transact((ctx) => importOrg(ctx, org)),
      );
      return true;
    },

    /** Reads the org file over what is there, or says what that would change. */
    async updateTown(file: string, mode: UpdateMode = 'ask'): Promise<TownUpdate> {
      const { org, hidden } = await readOrg(file, known);
      const unfit = settingIssues(rulesOf(file, org), org.settings, '').map(policyIssueText);
      return refusing(
        file,
        transact(async (ctx) => {
          const plan = await planImport(ctx, org);
          const written = mode === 'sure' || (mode === 'ask' && !isGrave(plan));
          if (written) await updateOrg(ctx, org);
          return { org, plan, written, hidden, unfit };
        }),
      );
    },
  };
}

type UnitEntry = Awaited<ReturnType<typeof unitsOf>>[number];
const unitEntry = ({ id, name, kind, parentId, head, leader, areaLeader, handles }: UnitEntry): object => ({
  id,
  name,
  kind,
  ...(parentId === null ? {} : { parent: parentId }),
  ...(head === null ? {} : { head }),
  ...(leader === null ? {} : { leader }),
  ...(areaLeader === null ? {} : { areaLeader }),
  ...(handles.length === 0 ? {} : { handles }),
});

type PersonEntry = Awaited<ReturnType<typeof peopleOf>>[number];
const personEntry = ({ userid, name, unitId, roles }: PersonEntry): object => ({ userid, name, unit: unitId, roles });
