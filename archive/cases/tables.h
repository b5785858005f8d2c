// The tables themselves: for machine.cc alone.
#pragma once

#include "archive/cases/machine.h"

namespace tangthu::archive {

// What acts say.
inline constexpr ActField kReasonField[] = {{"reason", FieldType::kText, true, "why"}};
inline constexpr ActField kOptionalNote[] = {{"note", FieldType::kText, false, "a note"}};
inline constexpr ActField kNotifyFields[] = {
    {"to", FieldType::kText, true, "who was told"},
    {"on", FieldType::kDay, true, "the day on which they were told"}};

// Copying and photographing a secret: RULES of copying by level; a scan is one.
inline constexpr ActField kAskCopy[] = {
    {"documents", FieldType::kDocuments, true, "ids of the documents"},
    {"copies", FieldType::kCount, true, "how many copies"},
    {"form", FieldType::kText, true, "sao (print, copy) or chup (photograph, scan)"},
    {"to", FieldType::kText, true, "who is to receive them"},
    {"reason", FieldType::kText, true, "what for"}};
inline constexpr ActField kApproveCopy[] = {
    {"copies", FieldType::kCount, true, "how many are approved"},
    {"executor", FieldType::kText, false, "who makes them"}};
inline constexpr ActField kExecuteCopy[] = {
    {"copies", FieldType::kCount, true, "how many were made"},
    {"on", FieldType::kDay, true, "the day"}};
inline constexpr ActField kRegisterCopy[] = {
    {"numbers", FieldType::kText, true, "their numbers in the register of copies"}};
inline constexpr ActField kIssueCopy[] = {
    {"numbers", FieldType::kText, true, "numbers of the copies that were handed out"},
    {"to", FieldType::kText, true, "to whom"},
    {"on", FieldType::kDay, true, "the day"}};
inline constexpr ActField kSurplus[] = {
    {"copies", FieldType::kCount, true, "how many spoilt or surplus copies; 0: none"},
    {"on", FieldType::kDay, true, "the day"},
    {"witness", FieldType::kText, true, "who saw it"}};

inline constexpr Transition kCopying[] = {
    {"request", "", "requested", Who::kReader, "", kAskCopy, false, Period::kNone,
     "somebody asks for copies"},
    {"approve", "requested", "approved", Who::kAuthority, "request", kApproveCopy, true,
     Period::kNone, "at most as many as were asked for"},
    {"refuse", "requested", "refused", Who::kAuthority, "request", kReasonField},
    {"withdraw", "requested", "withdrawn", Who::kAsker},
    {"execute", "approved", "executed", Who::kArchivist, "approve", kExecuteCopy, false,
     Period::kNone, "at most as many as were approved"},
    {"register", "executed", "registered", Who::kArchivist, "", kRegisterCopy},
    {"mark", "registered", "marked", Who::kArchivist, "", kOptionalNote, false,
     Period::kNone, "number, form, time, quantity, recipients, authority stand on them"},
    {"issue", "marked", "issued", Who::kArchivist, "", kIssueCopy},
    {"issue", "issued", "issued", Who::kArchivist, "", kIssueCopy, false, Period::kNone,
     "to a further recipient"},
    {"destroy-surplus", "issued", "surplus-destroyed", Who::kArchivist, "", kSurplus},
};

// Destruction with a council's dossier.
inline constexpr ActField kPropose[] = {
    {"documents", FieldType::kDocuments, true, "ids of the documents"},
    {"reason", FieldType::kText, true, "why they may go"}};
inline constexpr ActField kCouncil[] = {
    {"members", FieldType::kText, true, "the council's members"}};
inline constexpr ActField kReviewed[] = {
    {"minutes", FieldType::kText, true, "number of the council's minutes"},
    {"on", FieldType::kDay, true, "their day"},
    {"keep", FieldType::kDocuments, false, "ids of documents that are to stay"}};
inline constexpr ActField kDone[] = {{"on", FieldType::kDay, true, "the day"},
                                     {"witness", FieldType::kText, false, "who saw it"}};
inline constexpr ActField kFiled[] = {
    {"file", FieldType::kText, true, "where the destruction's dossier is kept"}};

inline constexpr Transition kDestruction[] = {
    {"propose", "", "candidate", Who::kArchivist, "", kPropose},
    {"set-council", "candidate", "council-set", Who::kOfficer, "", kCouncil, true},
    {"withdraw", "candidate", "withdrawn", Who::kArchivist, "", kReasonField},
    {"review", "council-set", "reviewed", Who::kOfficer, "", kReviewed},
    {"keep-all", "council-set", "withdrawn", Who::kOfficer, "", kReasonField},
    {"decide", "reviewed", "decided", Who::kOfficer, "propose", {}, true},
    {"withdraw", "reviewed", "withdrawn", Who::kOfficer, "", kReasonField},
    {"destroy", "decided", "destroyed", Who::kTwoOfficers, "propose", kDone, false,
     Period::kNone, "the vault destroys the documents; their traces stay in the case"},
    {"archive", "destroyed", "dossier-archived", Who::kArchivist, "", kFiled},
};

inline constexpr ActField kEmergency[] = {
    {"documents", FieldType::kDocuments, true, "ids of the documents"},
    {"reason", FieldType::kText, true, "the danger"}};
inline constexpr ActField kReport[] = {
    {"report", FieldType::kText, true, "number of the written report"},
    {"on", FieldType::kDay, true, "its day"},
    {"to", FieldType::kText, true, "to whom"}};

inline constexpr Transition kEmergencyDestruction[] = {
    {"destroy-now", "", "emergency-destroyed", Who::kTwoOfficers, "", kEmergency, false,
     Period::kNone, "without a council, when a secret is about to be lost"},
    {"report", "emergency-destroyed", "reported", Who::kOfficer, "", kReport, false,
     Period::kNone, "in writing, at once"},
};

// Who may decide what: an office by appointment, and its delegation.
inline constexpr ActField kAppoint[] = {
    {"user", FieldType::kText, true, "the user's name"},
    {"position", FieldType::kText, true, "a position of rules/secrecy.toml"},
    {"unit", FieldType::kText, true, "the body or unit"},
    {"from", FieldType::kDay, true, "first day"},
    {"until", FieldType::kDay, false, "last day"}};
inline constexpr ActField kEnd[] = {{"on", FieldType::kDay, true, "last day"}};

inline constexpr Transition kOffice[] = {
    {"appoint", "", "in-force", Who::kTwoOfficers, "", kAppoint, true},
    {"end", "in-force", "ended", Who::kOfficer, "", kEnd},
};

inline constexpr ActField kDelegate[] = {
    {"user", FieldType::kText, true, "the deputy's name"},
    {"level", FieldType::kText, true, "up to this level"},
    {"from", FieldType::kDay, true, "first day"},
    {"until", FieldType::kDay, true, "last day"}};

inline constexpr Transition kDelegation[] = {
    {"delegate", "", "in-force", Who::kAuthority, "", kDelegate, true, Period::kNone,
     "by the holder of the office himself; a deputy passes nothing on"},
    {"revoke", "in-force", "ended", Who::kAsker, "", kEnd},
    {"end", "in-force", "ended", Who::kOfficer, "", kEnd},
};

// Reading a document that one is not cleared for, for a time.
inline constexpr ActField kAskRead[] = {
    {"wanted", FieldType::kText, true, "what is to be read: number, symbol, dossier"},
    {"reason", FieldType::kText, true, "what for"}};
inline constexpr ActField kAllowRead[] = {
    {"documents", FieldType::kDocuments, true, "ids of the documents"},
    {"until", FieldType::kDay, true, "last day"}};

inline constexpr Transition kReading[] = {
    {"ask", "", "requested", Who::kReader, "", kAskRead},
    {"approve", "requested", "granted", Who::kOfficer, "ask", kAllowRead, false,
     Period::kNone, "for a time; it ends by itself"},
    {"refuse", "requested", "refused", Who::kOfficer, "ask", kReasonField},
    {"withdraw", "requested", "withdrawn", Who::kAsker},
    {"close", "granted", "closed", Who::kOfficer, "", kOptionalNote},
};

// The protection of one document. Its acts stand in the document's record.
inline constexpr ActField kClassify[] = {
    {"level", FieldType::kText, true, "the level"},
    {"recipients", FieldType::kText, false, "who receives it"},
    {"copies", FieldType::kCount, false, "how many copies there are"},
    {"drafter", FieldType::kText, false, "who drafted it"},
    {"copying", FieldType::kText, false, "allowed or forbidden"},
    {"authority", FieldType::kText, false, "who decided"}};
inline constexpr ActField kExtendFields[] = {
    {"until", FieldType::kDay, true, "last day of the further period"},
    {"authority", FieldType::kText, false, "who decided"}};
inline constexpr ActField kAdjust[] = {
    {"level", FieldType::kText, true, "the new level"},
    {"authority", FieldType::kText, false, "who decided"}};
inline constexpr ActField kDeclassify[] = {
    {"ground", FieldType::kText, true,
     "expired: its period has ended; unlisted: it is "
     "no more in the list of state secrets"},
    {"authority", FieldType::kText, false, "who decided"}};
inline constexpr ActField kPartly[] = {
    {"minutes", FieldType::kText, true, "number of the council's minutes"},
    {"parts", FieldType::kText, true, "what is no secret any more"},
    {"level", FieldType::kText, true, "the level of the rest"}};
inline constexpr ActField kFully[] = {
    {"minutes", FieldType::kText, true, "number of the council's minutes"}};

inline constexpr Transition kSecrecyLife[] = {
    {"classify", "", "classified", Who::kTwoOfficers, "", kClassify, false, Period::kNone,
     "with its intake, or proposed afterwards"},
    {"extend", "classified", "classified", Who::kTwoOfficers, "", kExtendFields, true,
     Period::kNotice, "decided at least extend-before-days before the end"},
    {"adjust", "classified", "classified", Who::kTwoOfficers, "", kAdjust, true,
     Period::kNotice, "by the body that classified it"},
    {"declassify", "classified", "declassified", Who::kTwoOfficers, "", kDeclassify, true,
     Period::kNotice},
    {"set-council", "classified", "council", Who::kTwoOfficers, "", kCouncil, true},
    {"keep", "council", "classified", Who::kTwoOfficers, "", kFully, false, Period::kNone,
     "the council keeps it secret"},
    {"declassify-partly", "council", "partly-declassified", Who::kTwoOfficers, "",
     kPartly, true, Period::kNotice},
    {"declassify-fully", "council", "declassified", Who::kTwoOfficers, "", kFully, true,
     Period::kNotice},
    {"extend", "partly-declassified", "partly-declassified", Who::kTwoOfficers, "",
     kExtendFields, true, Period::kNotice},
    {"declassify", "partly-declassified", "declassified", Who::kTwoOfficers, "",
     kDeclassify, true, Period::kNotice},
    {"classify", "declassified", "classified", Who::kTwoOfficers, "", kClassify, true,
     Period::kNotice, "a new period begins on the day of the decision"},
    {"notify", "classified", "classified", Who::kArchivist, "", kNotifyFields},
    {"notify", "council", "council", Who::kArchivist, "", kNotifyFields},
    {"notify", "partly-declassified", "partly-declassified", Who::kArchivist, "",
     kNotifyFields},
    {"notify", "declassified", "declassified", Who::kArchivist, "", kNotifyFields},
};

inline constexpr Machine kMachines[] = {
    {"secrecy", "The protection of a document", kSecrecyLife},
    {"copying", "Copies of a secret", kCopying},
    {"destruction", "Destruction with a council", kDestruction},
    {"emergency", "Destruction in an emergency", kEmergencyDestruction},
    {"office", "Who may decide", kOffice},
    {"delegation", "Deputies", kDelegation},
    {"reading", "Reading for a time", kReading},
};

}  // namespace tangthu::archive
