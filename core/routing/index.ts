export { assign, type RouteDecision, type RouteInput, type RouteThresholds, route } from './route.ts';
export { type Placed, place, reachesReporterAlone, type Resolved, resolveDestination } from './resolve.ts';
