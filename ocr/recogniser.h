// A resident, single-threaded recognition engine for one worker.
//
// Thread rule: one thread at a time; make one a worker. It never starts threads.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "base/page.h"
#include "base/result.h"
#include "ocr/engine.h"
#include "ocr/text.h"

namespace tangthu::ocr {

struct RecogniserOptions {
  std::string languages = "vie";   // as Tesseract writes lists: "vie+eng"
  std::filesystem::path tessdata;  // empty: the system's
  // Hunspell's Vietnamese words (package hunspell-vi). Where it is missing
  // rarer words are judged by spelling alone, and the text says so (PageText::corrected).
  std::filesystem::path word_list = "/usr/share/hunspell/vi_VN.dic";
  EngineKind engine = EngineKind::kTesseract;
};

class Recogniser {
 public:
  // kUsage when a language is not installed, with the package to install as the remedy.
  static Result<std::unique_ptr<Recogniser>> create(const RecogniserOptions& options);
  ~Recogniser();

  // Lines in reading order, corrected (vietnamese/corrector.h), and stamps found on the
  // red layer. `ink` and `red` are grey pages of one geometry (see
  // scanner/clean/clean.h). Fills lines, corrections, stamps and clean_width/height/dpi
  // only. A page without text gives no lines. At most 120 s a page, then kBadInput.
  // `pale`, where there is one, is searched for stamps in the place of `ink`; `blue`,
  // the layer of blue ink, for receivers' stamps.
  Result<PageText> recognise(const Page& ink, const Page& red, const Page* pale = nullptr,
                             const Page* blue = nullptr);

 private:
  class Impl;
  explicit Recogniser(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace tangthu::ocr
