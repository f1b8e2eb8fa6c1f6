/** The pages of scans, loaded when somebody goes there. */
export { JobList } from './JobList';
export { JobShow } from './show/JobShow';
