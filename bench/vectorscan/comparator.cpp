// The other side of the pattern bench: the same rules and the same documents under Vectorscan, block mode, one thread.
//   comparator PATTERNS DATA DOCUMENT_BYTES
// PATTERNS: one rule a line, number TAB L|R TAB nocase TAB hex of the literal or of the expression.
// Prints one JSON object. The hash of the matches is that of bench/patterns/tally.ts.
#include <hs/hs.h>

#include <time.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

namespace {

struct Rules {
  std::vector<std::string> expressions;
  std::vector<unsigned> flags, ids;
  std::vector<bool> isRegex;
  bool onlyLiterals = true;
};

std::string readFile(const char *path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string unhex(const std::string &hex) {
  std::string bytes;
  for (size_t i = 0; i + 1 < hex.size(); i += 2) bytes.push_back(char(std::stoi(hex.substr(i, 2), nullptr, 16)));
  return bytes;
}

std::string escaped(const std::string &bytes) {
  std::string out;
  char buffer[5];
  for (unsigned char byte : bytes) {
    std::snprintf(buffer, sizeof buffer, "\\x%02x", byte);
    out += buffer;
  }
  return out;
}

Rules readRules(const char *path) {
  Rules rules;
  std::istringstream lines(readFile(path));
  std::string kind, hex;
  unsigned id, nocase;
  while (lines >> id >> kind >> nocase >> hex) {
    const bool regex = kind == "R";
    rules.ids.push_back(id);
    // One report per regex and document: which end of a match is reported differs between engines.
    rules.flags.push_back((nocase ? HS_FLAG_CASELESS : 0) | (regex ? HS_FLAG_SINGLEMATCH | HS_FLAG_DOTALL : 0));
    rules.expressions.push_back(unhex(hex));
    if (id >= rules.isRegex.size()) rules.isRegex.resize(id + 1);
    rules.isRegex[id] = regex;
    if (regex) rules.onlyLiterals = false;
  }
  return rules;
}

hs_database_t *compile(Rules &rules) {
  hs_database_t *database = nullptr;
  hs_compile_error_t *error = nullptr;
  std::vector<const char *> text;
  std::vector<size_t> lengths;
  if (!rules.onlyLiterals)
    for (size_t i = 0; i < rules.ids.size(); i++)
      if (!rules.isRegex[rules.ids[i]]) rules.expressions[i] = escaped(rules.expressions[i]);
  for (auto &expression : rules.expressions) {
    text.push_back(expression.c_str());
    lengths.push_back(expression.size());
  }
  const hs_error_t result =
      rules.onlyLiterals
          ? hs_compile_lit_multi(text.data(), rules.flags.data(), rules.ids.data(), lengths.data(), text.size(),
                                 HS_MODE_BLOCK, nullptr, &database, &error)
          : hs_compile_multi(text.data(), rules.flags.data(), rules.ids.data(), text.size(), HS_MODE_BLOCK, nullptr,
                             &database, &error);
  if (result != HS_SUCCESS) {
    std::fprintf(stderr, "Vectorscan: %s (expression %d)\n", error->message, error->expression);
    std::exit(2);
  }
  return database;
}

struct Tally {
  const Rules &rules;
  uint64_t offset = 0, document = 0, literals = 0, regexes = 0, literalHash = 0, regexHash = 0;
};

uint64_t mix(uint64_t rule, uint64_t place) { return (rule + 1) * 2654435761ull ^ place * 40503ull; }

int onMatch(unsigned id, unsigned long long, unsigned long long end, unsigned, void *context) {
  auto &tally = *static_cast<Tally *>(context);
  if (tally.rules.isRegex[id]) {
    tally.regexes++;
    tally.regexHash += mix(id, tally.document);
  } else {
    tally.literals++;
    tally.literalHash += mix(id, tally.offset + end);
  }
  return 0;
}

// The processor's time, not the clock's: neighbours on the machine count for little.
double seconds() {
  timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return double(time.tv_sec) + double(time.tv_nsec) / 1e9;
}

} // namespace

int main(int argc, char **argv) {
  if (argc != 4) return std::fprintf(stderr, "comparator PATTERNS DATA DOCUMENT_BYTES\n"), 2;
  Rules rules = readRules(argv[1]);
  const std::string data = readFile(argv[2]);
  const size_t document = std::strtoul(argv[3], nullptr, 10);
  const double compileStart = seconds();
  hs_database_t *database = compile(rules);
  const double compileSeconds = seconds() - compileStart;
  hs_scratch_t *scratch = nullptr;
  if (hs_alloc_scratch(database, &scratch) != HS_SUCCESS) return 3;
  size_t size = 0;
  hs_database_size(database, &size);
  // Told to go on by a line on standard input, so that both sides can take turns; answers each with one result.
  std::string line;
  while (std::getline(std::cin, line)) {
    Tally tally{rules};
    const double start = seconds();
    for (tally.offset = 0; tally.offset < data.size(); tally.offset += document, tally.document++)
      hs_scan(database, data.data() + tally.offset, unsigned(std::min(document, data.size() - tally.offset)), 0, scratch,
              onMatch, &tally);
    std::printf("{\"seconds\":%.6f,\"literals\":%lu,\"regexes\":%lu,\"literalHash\":\"%016lx\",\"regexHash\":\"%016lx\","
                "\"compileSeconds\":%.3f,\"databaseBytes\":%zu}\n",
                seconds() - start, tally.literals, tally.regexes, tally.literalHash, tally.regexHash, compileSeconds, size);
    std::fflush(stdout);
  }
  hs_free_scratch(scratch);
  hs_free_database(database);
}
