// QPDF, and how we have it write: to memory of ours. Included by pdf*.cc only, which get
// QPDF's headers from here.
#pragma once

// The library's headers warn unless told that no code here uses its old PointerHolder.
#ifndef POINTERHOLDER_TRANSITION
#define POINTERHOLDER_TRANSITION 4
#endif
// QPDF 11.3's JSON.hh does not compile as C++20 under clang; only its name is needed.
#define JSON_HH
class JSON;

#include <functional>
#include <list>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <qpdf/Pipeline.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFWriter.hh>

#include "base/bytes.h"
#include "base/result.h"

namespace tangthu::ocr {

class ByteSink : public Pipeline {
 public:
  ByteSink() : Pipeline("bytes", nullptr) {}
  void write(unsigned char const* data, size_t size) override {
    bytes_.insert(bytes_.end(), data, data + size);
  }
  void finish() override {}
  void reserve(std::size_t size) { bytes_.reserve(size); }
  Bytes take() { return std::move(bytes_); }

 private:
  Bytes bytes_;
};

// The settings that PDF/A needs of the writer, and that equal input gives equal bytes.
// `expected`: about how many.
inline Bytes archival_bytes(QPDF& pdf, std::size_t expected = 0) {
  // The writer only gives it a value; without it nobody could read the file.
  QPDFObjectHandle trailer = pdf.getTrailer();
  if (!trailer.hasKey("/Size")) {
    trailer.replaceKey("/Size", QPDFObjectHandle::newInteger(0));
  }
  ByteSink sink;
  sink.reserve(expected);
  QPDFWriter writer(pdf);
  writer.setOutputPipeline(&sink);
  writer.setMinimumPDFVersion("1.7");
  writer.setObjectStreamMode(qpdf_o_generate);
  writer.setNewlineBeforeEndstream(true);
  writer.setPreserveEncryption(false);
  writer.setDeterministicID(true);
  writer.write();
  return sink.take();
}

// What `work` returns. QPDF throws on whatever it can't make sense of.
template <typename Work>
Result<Bytes> unless_it_throws(const Work& work, Failure otherwise) {
  try {
    return work();
  } catch (const std::runtime_error&) {
  } catch (const std::logic_error&) {
  }
  return otherwise;
}

// What `work` makes of the PDF; `otherwise` when that or opening it throws.
template <typename Work>
Result<Bytes> with_pdf(ByteView bytes, const Work& work, Failure otherwise) {
  return unless_it_throws(
      [&]() -> Result<Bytes> {
        QPDF pdf;
        pdf.setSuppressWarnings(true);
        pdf.processMemoryFile("document", reinterpret_cast<const char*>(bytes.data()),
                              bytes.size());
        return work(pdf);
      },
      std::move(otherwise));
}

}  // namespace tangthu::ocr
