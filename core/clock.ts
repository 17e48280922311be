/** Time is injected everywhere; tests travel in it. */
export interface Clock {
  now(): Date;
}
