// Why the office did not do what was asked.
#pragma once

#include <cstdint>
#include <string>

namespace relais::office {

enum class Problem : std::uint8_t {
    busy,         // no connection, lock or time: try again (the wire says `unavailable`)
    unreachable,  // PostgreSQL does not answer: try again
    exists,       // a name, key or e-mail that is taken
    unknown,      // names something that is not there
    not_allowed,  // a value outside what is accepted; the text says which and what is
    failed        // PostgreSQL refused a statement: somebody must look
};

struct Error {
    Problem problem = Problem::failed;
    std::string text;  // for operators, in English; holds nobody's password and no visitor's words
};

struct Done {};

}  // namespace relais::office
