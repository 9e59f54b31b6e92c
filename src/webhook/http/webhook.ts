import type { Handler, UnreadHandler } from '../admission/handler.ts';

/** One webhook that the API server can call. */
export interface Webhook {
  /** Such as `/mutate/pods`: matched whole and by case, whatever query follows it. */
  readonly path: string;
  /** In the log and in the metrics. */
  readonly name: string;
  readonly handler: Handler;
  /** Where what is too large to be reviewed is denied; absent where failurePolicy decides. */
  readonly unreadHandler?: UnreadHandler;
}
