#include "scanner/fault.h"

#include <utility>

namespace tangthu::scanner {
namespace {

struct Words {
  Literal text;
  Literal remedy;
};

Words file_words(Fault fault) {
  switch (fault) {
    case Fault::kTooLarge:
      return {"the image is larger than 150 million pixels",
              "scan it at a lower resolution or in parts"};
    case Fault::kEncrypted:
      return {"the file is protected by a password",
              "unpack it yourself with its password, and give the folder"};
    case Fault::kLocked:
      return {"the file is protected by a password",
              "give it with --pdf-password-file, or have it removed"};
    case Fault::kTooManyPages:
      return {"the file has more than 2000 pages", "split it into parts"};
    case Fault::kNoPages:
      return {"the file holds no pages", "check that it is the right file"};
    case Fault::kUnsupported:
      return {"the file uses a feature of its format that tangthu can't read",
              "save it again as an ordinary PNG, JPEG, TIFF or PDF"};
    case Fault::kNoMemory:
      return {"decoding the file needs more than 3 GiB of memory",
              "scan it at a lower resolution or in parts"};
    case Fault::kEmpty:
      return {"the file is empty", "copy or scan it again"};
    case Fault::kNotAnImage:
      return {"the file is not an image or PDF that tangthu knows",
              "give PNG, JPEG, TIFF, BMP, WebP, JPEG 2000, PDF, or archives of them"};
    case Fault::kOffice:
      return {"the file is an office document, not an image or PDF",
              "export it as PDF, then try again"};
    default:
      return {"the file is damaged or cut off",
              "copy or scan it again, or repair it with the program that made it"};
  }
}

Words words_of(Fault fault) {
  switch (fault) {
    case Fault::kMemberTooLarge:
      return {"the file is larger than 1 GiB", "split it into parts"};
    case Fault::kArchiveTooLarge:
      return {"the archive unpacks to more than 4 GiB",
              "unpack it yourself and give the folder"};
    case Fault::kTooManyMembers:
      return {"the archive has more than 100000 members",
              "unpack it yourself and give the folder"};
    case Fault::kTooDeep:
      return {"archives are nested more than 3 deep", "unpack the inner one yourself"};
    case Fault::kNoImages:
      return {"the archive holds no images or PDFs", "check that it is the right file"};
    case Fault::kNotAnArchive:
      return {"the file is compressed, but holds no archive",
              "unpack it yourself and give what was in it"};
    default:
      return file_words(fault);
  }
}

}  // namespace

Error error_of(Fault fault, std::string subject) {
  const Words words = words_of(fault);
  return {ErrorCode::kBadInput, words.text, words.remedy, std::move(subject)};
}

Error decoder_failed(std::string subject) {
  return {ErrorCode::kBadInput, "the decoder failed on this file",
          "save it again with another program; it may be damaged or hostile",
          std::move(subject)};
}

Error decoder_too_slow(std::string subject) {
  return {ErrorCode::kBadInput, "decoding the file took too long",
          "save it again as plain images, or split it into parts", std::move(subject)};
}

}  // namespace tangthu::scanner
