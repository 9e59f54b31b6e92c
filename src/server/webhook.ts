import type { Handler } from '../admission/handler.ts';

/** One webhook that the API server can call. */
export interface Webhook {
  /** Such as `/mutate/pods`: matched whole and by case, whatever query follows it. */
  readonly path: string;
  /** In the log and in the metrics. */
  readonly name: string;
  readonly handler: Handler;
}
