/** A way of the self-built app: its own chat with a person, or a group that it made. */
export type AppWay = 'app' | 'appchat';

/** What somebody has to mend before the app's messages go out by this way. */
export interface RefusedWay {
  readonly way: AppWay;
  readonly errcode: number;
  /** Our address as WeCom saw it (60020). */
  readonly address?: string;
}
