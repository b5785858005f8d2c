// tangthu-samples: makes sample documents with their truth beside them.
// The only file of the samples that knows CLI11.
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

#include <CLI/CLI.hpp>
#include <sys/wait.h>
#include <unistd.h>

#include "base/unicode.h"
#include "samples/encode.h"
#include "samples/page_maker.h"

namespace tangthu::samples {
namespace {

constexpr int kMaxCount = 100'000;
constexpr int kMaxJobs = 64;

struct Options {
  std::string out;
  int count = 10;
  std::uint64_t seed = 1;
  std::string grade = "clean";
  std::string type = "all";
  std::string level;
  std::string pages = "any";
  std::string format = "mixed";
  int dpi = kDefaultDpi;
  std::string plant;
  int jobs = 0;
  double pale_stamps = 0;
  bool unusual_stamps = false;
  MoreWear wear;
  bool ink_truth = false;
};

// What the options mean once checked.
struct Plan {
  DocumentSpec spec;
  std::string format;
  std::filesystem::path out;
};

std::string type_codes() {
  std::string codes;
  for (const DocumentType& type : document_types())
    codes += type.code + " ";
  return codes;
}

std::string file_stem(int ordinal, const std::string& type_name) {
  const std::string digits = std::to_string(ordinal);
  std::string stem(digits.size() < 4 ? 4 - digits.size() : 0, '0');
  stem += digits + "-" + fold(type_name);
  for (char& c : stem) {
    if (c == ' ') c = '-';
  }
  return stem;
}

// A scanner gives photographs of single pages and files of many.
FileFormat choose_format(const std::string& wish, std::size_t pages, Random& random) {
  if (wish == "png") return FileFormat::kPng;
  if (wish == "jpeg") return FileFormat::kJpeg;
  if (wish == "tiff") return FileFormat::kTiff;
  if (wish == "pdf") return FileFormat::kPdf;
  const double draw = random.uniform();
  if (pages > 1) return draw < 0.5 ? FileFormat::kTiff : FileFormat::kPdf;
  if (draw < 0.55) return FileFormat::kJpeg;
  return draw < 0.75  ? FileFormat::kPng
         : draw < 0.9 ? FileFormat::kPdf
                      : FileFormat::kTiff;
}

Result<void> write_file(const std::filesystem::path& path, ByteView bytes) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(reinterpret_cast<const char*>(bytes.data()),
             static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (!file) {
    return fail(ErrorCode::kStorage, "a sample can't be written",
                "check the folder's space and permissions", path.filename().string());
  }
  return {};
}

Result<void> make_one(const Plan& plan, int ordinal) {
  DocumentSpec spec = plan.spec;
  // Neighbouring seeds give unlike documents: Random mixes them.
  spec.seed = Random(plan.spec.seed * 1'000'003U + static_cast<unsigned>(ordinal)).next();
  Random random(spec.seed ^ 0xF11EU);
  if (plan.format == "png" || plan.format == "jpeg") spec.length = Length::kSinglePage;
  const MadeDocument made = TRY(make_document(spec));
  for (std::size_t page = 0; page < made.ink.size(); ++page) {
    std::vector<Page> one;
    one.push_back(made.ink[page].clone());
    const std::string name =
        file_stem(ordinal, made.truth.type) + "-ink-" + std::to_string(page + 1) + ".png";
    TRY(write_file(plan.out / "ink" / name, TRY(encode(one, FileFormat::kPng))));
  }
  const FileFormat format = choose_format(plan.format, made.pages.size(), random);
  const std::string stem = file_stem(ordinal, made.truth.type);
  const std::string file = stem + "." + std::string(extension(format));
  TRY(write_file(plan.out / file, TRY(encode(made.pages, format))));
  TRY(write_file(plan.out / (stem + ".txt"), as_bytes(plain_text(made.truth))));
  const std::string json = to_json(made.truth, file).dump(1) + "\n";
  return write_file(plan.out / (stem + ".json"), as_bytes(json));
}

int report(const Error& error) {
  std::fprintf(stderr, "tangthu-samples: %s%s%s; %s\n", error.subject().c_str(),
               error.subject().empty() ? "" : ": ", error.text(), error.remedy());
  return static_cast<int>(error.code());
}

// Documents first, first + step, … up to count.
int make_some(const Plan& plan, int count, int first, int step) {
  for (int ordinal = first; ordinal <= count; ordinal += step) {
    try {
      if (auto made = make_one(plan, ordinal); !made) return report(made.error());
    } catch (const std::exception& mistake) {
      std::fprintf(stderr, "tangthu-samples: %s\n", mistake.what());
      return static_cast<int>(ErrorCode::kUnexpected);
    }
  }
  return 0;
}

// In processes and not in threads: FreeType's state is shared below Pango and cairo, and
// faces that two threads draw with at once crash now and then.
int make_all(const Plan& plan, int count, int jobs) {
  std::vector<pid_t> workers;
  for (int i = 1; i < jobs; ++i) {
    const pid_t worker = fork();
    if (worker == 0) _exit(make_some(plan, count, i + 1, jobs));
    if (worker < 0) {
      return report(Error(ErrorCode::kUnexpected, "a process can't be started",
                          "close other programs, or use fewer --jobs"));
    }
    workers.push_back(worker);
  }
  int exit_code = make_some(plan, count, 1, jobs);
  for (const pid_t worker : workers) {
    int status = 0;
    waitpid(worker, &status, 0);
    const int code = WIFEXITED(status) ? WEXITSTATUS(status)
                                       : static_cast<int>(ErrorCode::kUnexpected);
    if (exit_code == 0) exit_code = code;
  }
  return exit_code;
}

Result<Plan> make_plan(const Options& options) {
  Plan plan;
  plan.spec.seed = options.seed;
  plan.spec.grade = TRY(parse_grade(options.grade));
  if (options.type != "all") plan.spec.type = to_nfc(options.type);
  if (!options.level.empty()) plan.spec.level = TRY(parse_level(options.level));
  if (options.pages == "single") plan.spec.length = Length::kSinglePage;
  plan.spec.dpi = options.dpi;
  plan.spec.plant = options.plant;
  plan.spec.stamp_faintness = options.pale_stamps;
  if (options.unusual_stamps) plan.spec.stamps = StampVariety::kUnusual;
  plan.spec.more_wear = options.wear;
  plan.spec.ink_truth = options.ink_truth ? InkTruth::kLayers : InkTruth::kNone;
  plan.format = options.format;
  plan.out = options.out;
  std::error_code error;
  std::filesystem::create_directories(options.ink_truth ? plan.out / "ink" : plan.out,
                                      error);
  if (!std::filesystem::is_directory(plan.out, error)) {
    return fail(ErrorCode::kUsage, "the folder can't be made",
                "choose another one with --out", options.out);
  }
  return plan;
}

void declare_wear(CLI::App& app, Options& options) {
  app.add_option("--pale-stamps", options.pale_stamps,
                 "secrecy and urgency stamps at least so faint: 0 to 1, barely there")
      ->check(CLI::Range(0.0, 1.0));
  app.add_flag("--unusual-stamps", options.unusual_stamps,
               "worn, turned, black or across print; GIẢI MẬT, copies and others too");
  app.add_option("--bleed", options.wear.bleed,
                 "at least so much of the other side shows: 0 to 1")
      ->check(CLI::Range(0.0, 1.0));
  app.add_option("--folds", options.wear.folds, "so many deep folds more")
      ->check(CLI::Range(0, 8));
  app.add_option("--punch-holes", options.wear.punch_holes, "at least 0, 2 or 4")
      ->check(CLI::IsMember({0, 2, 4}));
  app.add_flag("--colour", options.wear.colour, "never grey or black and white");
  app.add_flag("--ink-truth", options.ink_truth,
               "ink/STEM-ink-N.png: print, pen and stamps in red, green and blue");
}

void declare(CLI::App& app, Options& options) {
  app.add_option("--out", options.out, "folder for files and truth")->required();
  app.add_option("--count", options.count, "how many documents")
      ->check(CLI::Range(1, kMaxCount))
      ->capture_default_str();
  app.add_option("--seed", options.seed, "the same seed makes the same documents")
      ->capture_default_str();
  app.add_option("--grade", options.grade, "clean, scan or hard")
      ->check(CLI::IsMember({"clean", "scan", "hard"}))
      ->capture_default_str();
  app.add_option("--type", options.type, "all, or one of: " + type_codes())
      ->capture_default_str();
  app.add_option("--level", options.level,
                 "thuong, mat, toi-mat or tuyet-mat (about one in five is secret)");
  app.add_option("--pages", options.pages, "single or any")
      ->check(CLI::IsMember({"single", "any"}))
      ->capture_default_str();
  app.add_option("--format", options.format,
                 "png, jpeg (one page each), tiff, pdf or mixed")
      ->check(CLI::IsMember({"png", "jpeg", "tiff", "pdf", "mixed"}))
      ->capture_default_str();
  app.add_option("--dpi", options.dpi, "resolution")
      ->check(CLI::Range(kMinSampleDpi, kMaxSampleDpi))
      ->capture_default_str();
  app.add_option("--plant", options.plant, "words that must stand in every body");
  app.add_option("--jobs", options.jobs, "documents at once (0: one a core)")
      ->check(CLI::Range(0, kMaxJobs))
      ->capture_default_str();
}

int run(int argc, char** argv) {
  CLI::App app("Makes Vietnamese administrative documents, with their truth beside them.",
               "tangthu-samples");
  Options options;
  declare(app, options);
  declare_wear(app, options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? 0 : static_cast<int>(ErrorCode::kUsage);
  }
  auto plan = make_plan(options);
  if (!plan) return report(plan.error());
  const int cores = static_cast<int>(std::thread::hardware_concurrency());
  return make_all(*plan, options.count, options.jobs > 0 ? options.jobs : cores);
}

}  // namespace
}  // namespace tangthu::samples

int main(int argc, char** argv) {
  try {
    return tangthu::samples::run(argc, argv);
  } catch (const std::exception& mistake) {
    std::fprintf(stderr, "tangthu-samples: %s\n", mistake.what());
    return EXIT_FAILURE;
  }
}
