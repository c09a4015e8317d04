/** Who makes a request, as the edge found out. */
export type Caller = {
  /** Who may cancel, retry and list: `key:<name>` or `anonymous:<hash of the client cookie>`. */
  readonly owner: string;
  /** Who pays the quota: `key:<name>` or `address:<ip, IPv6 by /64>`. */
  readonly client: string;
  readonly isAdmin: boolean;
};
