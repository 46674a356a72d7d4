// Why storage did not do what was asked, at the boundary to the program: a failure, never a bug and never a refusal.
#pragma once

#include <cstdint>
#include <string>

namespace relais {

enum class StorageProblem : std::uint8_t {
    unreachable,     // no connection, or it was lost: trying again may help
    failed,          // PostgreSQL refused a statement: somebody must look
    no_schema,       // the tables are not there: migrate first
    newer_schema,    // written by a newer program: this one must not touch it
    damaged_schema,  // migrations have a gap or are not those of this program
    unknown_centre,
    lease_held  // another owner writes this centre until his lease is over
};

struct StorageError {
    StorageProblem problem = StorageProblem::failed;
    std::string text;  // for the log and the command line; holds no visitor's words
};

}  // namespace relais
