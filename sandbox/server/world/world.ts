import type { Budget } from './budget.ts';
import type { Time } from './clock.ts';
import type { Directory } from './directory.ts';
import type { Bus } from './events.ts';
import type { Faults } from './faults.ts';
import type { Media } from './media.ts';
import type { Behaviour, Bot, Robot, SelfBuiltApp } from './options.ts';
import type { Replies } from '../wire/replies.ts';
import type { Store } from './store.ts';

/** Everything the parts of one local WeCom share. */
export interface World {
  time: Time;
  behaviour: Behaviour;
  everyoneHasSpoken: boolean;
  /** The self-built app and how it signs its messages. */
  app: { settings: SelfBuiltApp; sender: Bot } | undefined;
  robots: readonly (Robot & { sender: Bot })[];
  selfUrl: () => string;
  directory: Directory;
  store: Store;
  media: Media;
  replies: Replies;
  faults: Faults;
  bus: Bus;
  /** Messages per conversation. */
  messageBudget: Budget;
  /** Uploads per bot. */
  uploadBudget: Budget;
}
