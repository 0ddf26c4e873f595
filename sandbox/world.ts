import type { Budget } from './budget.ts';
import type { Time } from './clock.ts';
import type { Directory } from './directory.ts';
import type { Bus } from './events.ts';
import type { Faults } from './faults.ts';
import type { Media } from './media.ts';
import type { Behaviour } from './options.ts';
import type { Replies } from './replies.ts';
import type { Store } from './store.ts';

/** Everything the parts of one local WeCom share. */
export interface World {
  time: Time;
  behaviour: Behaviour;
  everyoneHasSpoken: boolean;
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
