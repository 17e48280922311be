/** The seam: whoever builds the house takes an interpreter from here. The readers of commands and of talk are imported by name. */
export { createLocalInterpreter, type Listening } from './local.ts';
