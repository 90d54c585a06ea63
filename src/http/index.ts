export {
  createPackApp,
  type RunningServer,
  type ServedPack,
  type ServerOptions,
  startServer,
} from './server.ts'
