import pg from 'pg';

/**
 * A connection whose server dies says so by an event, and twice where it was told of it before; one that is checked out and has no query
 * running has nobody who listens to it (pg-pool, BullMQ while it makes its tables), and an event 'error' that nobody hears ends the
 * process. Whoever holds the connection learns of it all the same: his next query fails.
 */
export class PatientClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}
