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
#include <string>
#include <vector>

#include <qpdf/Pipeline.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFWriter.hh>

#include "base/bytes.h"

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
inline void write_archival(QPDF& pdf, ByteSink& sink) {
  QPDFWriter writer(pdf);
  writer.setOutputPipeline(&sink);
  writer.setMinimumPDFVersion("1.7");
  writer.setObjectStreamMode(qpdf_o_generate);
  writer.setNewlineBeforeEndstream(true);
  writer.setPreserveEncryption(false);
  writer.setDeterministicID(true);
  writer.write();
}

}  // namespace tangthu::ocr
