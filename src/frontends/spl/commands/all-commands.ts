import { abstract } from './abstract.ts'
import { accum } from './accum.ts'
import { addcoltotals } from './addcoltotals.ts'
import { addinfo } from './addinfo.ts'
import { addtotals } from './addtotals.ts'
import { analyzefields } from './analyzefields.ts'
import { anomalies } from './anomalies.ts'
import { anomalousvalue } from './anomalousvalue.ts'
import { anomalydetection } from './anomalydetection.ts'
import { append } from './append.ts'
import { appendcols } from './appendcols.ts'
import { appendpipe } from './appendpipe.ts'
import { apply } from './apply.ts'
import { arules } from './arules.ts'
import { associate } from './associate.ts'
import { audit } from './audit.ts'
import { autoregress } from './autoregress.ts'
import { bin } from './bin.ts'
import { bucketdir } from './bucketdir.ts'
import { chart } from './chart.ts'
import { cluster } from './cluster.ts'
import { cofilter } from './cofilter.ts'
import { collect } from './collect.ts'
import type { SplCommandDefinition } from './command.ts'
import { concurrency } from './concurrency.ts'
import { contingency } from './contingency.ts'
import { convert } from './convert.ts'
import { correlate } from './correlate.ts'
import { datamodel } from './datamodel.ts'
import { dbinspect } from './dbinspect.ts'
import { dbxquery } from './dbxquery.ts'
import { dedup } from './dedup.ts'
import { deleteCommand } from './delete.ts'
import { delta } from './delta.ts'
import { diff } from './diff.ts'
import { erex } from './erex.ts'
import { evalCommand } from './eval.ts'
import { eventcount } from './eventcount.ts'
import { eventstats } from './eventstats.ts'
import { extract } from './extract.ts'
import { fieldformat } from './fieldformat.ts'
import { fields } from './fields.ts'
import { fieldsummary } from './fieldsummary.ts'
import { filldown } from './filldown.ts'
import { fillnull } from './fillnull.ts'
import { findtypes } from './findtypes.ts'
import { fit } from './fit.ts'
import { flatten } from './flatten.ts'
import { foreach } from './foreach.ts'
import { format } from './format.ts'
import { from } from './from.ts'
import { fromjson } from './fromjson.ts'
import { gauge } from './gauge.ts'
import { gentimes } from './gentimes.ts'
import { geom } from './geom.ts'
import { geomfilter } from './geomfilter.ts'
import { geostats } from './geostats.ts'
import { head } from './head.ts'
import { highlight } from './highlight.ts'
import { history } from './history.ts'
import { iconify } from './iconify.ts'
import { inputcsv } from './inputcsv.ts'
import { inputintelligence } from './inputintelligence.ts'
import { inputlookup } from './inputlookup.ts'
import { iplocation } from './iplocation.ts'
import { join } from './join.ts'
import { kmeans } from './kmeans.ts'
import { kvform } from './kvform.ts'
import { ldapsearch } from './ldapsearch.ts'
import { loadjob } from './loadjob.ts'
import { localize } from './localize.ts'
import { localop } from './localop.ts'
import { lookup } from './lookup.ts'
import { makejson } from './makejson.ts'
import { makemv } from './makemv.ts'
import { makeresults } from './makeresults.ts'
import { map } from './map.ts'
import { mcatalog } from './mcatalog.ts'
import { mcollect } from './mcollect.ts'
import { metadata } from './metadata.ts'
import { meventcollect } from './meventcollect.ts'
import { mstats } from './mstats.ts'
import { multikv } from './multikv.ts'
import { multisearch } from './multisearch.ts'
import { mvcombine } from './mvcombine.ts'
import { mvexpand } from './mvexpand.ts'
import { nomv } from './nomv.ts'
import { noop } from './noop.ts'
import { outlier } from './outlier.ts'
import { outputcsv } from './outputcsv.ts'
import { outputlookup } from './outputlookup.ts'
import { outputtext } from './outputtext.ts'
import { pivot } from './pivot.ts'
import { predict } from './predict.ts'
import { rangemap } from './rangemap.ts'
import { rare } from './rare.ts'
import { redistribute } from './redistribute.ts'
import { regex } from './regex.ts'
import { relevancy } from './relevancy.ts'
import { reltime } from './reltime.ts'
import { rename } from './rename.ts'
import { replace } from './replace.ts'
import { require } from './require.ts'
import { rest } from './rest.ts'
import { returnCommand } from './return.ts'
import { reverse } from './reverse.ts'
import { rex } from './rex.ts'
import { rtorder } from './rtorder.ts'
import { savedsearch } from './savedsearch.ts'
import { score } from './score.ts'
import { script } from './script.ts'
import { scrub } from './scrub.ts'
import { search } from './search.ts'
import { searchtxn } from './searchtxn.ts'
import { selfjoin } from './selfjoin.ts'
import { sendalert } from './sendalert.ts'
import { sendemail } from './sendemail.ts'
import { set } from './set.ts'
import { setfields } from './setfields.ts'
import { sort } from './sort.ts'
import { spath } from './spath.ts'
import { stats } from './stats.ts'
import { strcat } from './strcat.ts'
import { streamstats } from './streamstats.ts'
import { summary } from './summary.ts'
import { table } from './table.ts'
import { tags } from './tags.ts'
import { tail } from './tail.ts'
import { timechart } from './timechart.ts'
import { timewrap } from './timewrap.ts'
import { top } from './top.ts'
import { transaction } from './transaction.ts'
import { transpose } from './transpose.ts'
import { trendline } from './trendline.ts'
import { tscollect } from './tscollect.ts'
import { tstats } from './tstats.ts'
import { typeahead } from './typeahead.ts'
import { typer } from './typer.ts'
import { union } from './union.ts'
import { uniq } from './uniq.ts'
import { untable } from './untable.ts'
import { walklex } from './walklex.ts'
import { where } from './where.ts'
import { x11 } from './x11.ts'
import { xmlkv } from './xmlkv.ts'
import { xpath } from './xpath.ts'
import { xyseries } from './xyseries.ts'

/** Every command that is known, by hand. */
export const commands: readonly SplCommandDefinition[] = [
  abstract,
  accum,
  addcoltotals,
  addinfo,
  addtotals,
  analyzefields,
  anomalies,
  anomalousvalue,
  anomalydetection,
  append,
  appendcols,
  appendpipe,
  apply,
  arules,
  associate,
  audit,
  autoregress,
  bin,
  bucketdir,
  chart,
  cluster,
  cofilter,
  collect,
  concurrency,
  contingency,
  convert,
  correlate,
  datamodel,
  dbinspect,
  dbxquery,
  dedup,
  deleteCommand,
  delta,
  diff,
  erex,
  evalCommand,
  eventcount,
  eventstats,
  extract,
  fieldformat,
  fields,
  fieldsummary,
  filldown,
  fillnull,
  findtypes,
  fit,
  flatten,
  foreach,
  format,
  from,
  fromjson,
  gauge,
  gentimes,
  geom,
  geomfilter,
  geostats,
  head,
  highlight,
  history,
  iconify,
  inputcsv,
  inputintelligence,
  inputlookup,
  iplocation,
  join,
  kmeans,
  kvform,
  ldapsearch,
  loadjob,
  localize,
  localop,
  lookup,
  makejson,
  makemv,
  makeresults,
  map,
  mcatalog,
  mcollect,
  metadata,
  meventcollect,
  mstats,
  multikv,
  multisearch,
  mvcombine,
  mvexpand,
  nomv,
  noop,
  outlier,
  outputcsv,
  outputlookup,
  outputtext,
  pivot,
  predict,
  rangemap,
  rare,
  redistribute,
  regex,
  relevancy,
  reltime,
  rename,
  replace,
  require,
  rest,
  returnCommand,
  reverse,
  rex,
  rtorder,
  savedsearch,
  score,
  script,
  scrub,
  search,
  searchtxn,
  selfjoin,
  sendalert,
  sendemail,
  set,
  setfields,
  sort,
  spath,
  stats,
  strcat,
  streamstats,
  summary,
  table,
  tags,
  tail,
  timechart,
  timewrap,
  top,
  transaction,
  transpose,
  trendline,
  tscollect,
  tstats,
  typeahead,
  typer,
  union,
  uniq,
  untable,
  walklex,
  where,
  x11,
  xmlkv,
  xpath,
  xyseries,
]

/** By every name that a command has. */
export const commandsByName: ReadonlyMap<string, SplCommandDefinition> = new Map(
  commands.flatMap(command =>
    [command.name, ...(command.aliases ?? [])].map(name => [name, command] as const),
  ),
)
