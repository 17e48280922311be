export { type Placed, place, type Resolved, reachesReporterAlone, resolveDestination } from './resolve.ts';
export { assign, type RouteDecision, type RouteInput, type RouteThresholds, route } from './route.ts';
