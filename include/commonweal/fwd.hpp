// SPDX-License-Identifier: Apache-2.0
/// Names only, for the headers of your own that mention a type of ours without using it.
#pragma once

namespace commonweal::core {

class ConfigError;
class Error;
class Graph;
class Layers;
struct Mistake;
class ParameterTable;
class Population;
class RecordTable;
struct Seed;
class Stream;
class Workers;

}  // namespace commonweal::core

namespace commonweal::model {

struct District;
struct Scenario;
class Simulation;

}  // namespace commonweal::model

namespace commonweal::study {

class MemorySink;
class ResultSink;
struct RunControl;

}  // namespace commonweal::study

namespace commonweal::io {

struct ReadOptions;
struct RunOptions;
struct RunSummary;

}  // namespace commonweal::io
