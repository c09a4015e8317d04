// The contract that makes each slot of a cron run once, however many processes share the database.

export interface CronSlots {
  /** True for the one process that shall run this slot; a crashed run can be claimed again. */
  claim(name: string, slot: Date, workerId: string): Promise<boolean>;
  done(name: string, slot: Date): Promise<void>;
  /** Gives back a slot whose run was stopped. */
  release(name: string, slot: Date): Promise<void>;
  /** The latest slot that ran to its end. */
  lastDone(name: string): Promise<Date | undefined>;
}
