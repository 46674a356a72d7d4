// The verbs of the program. Exit codes: 0 done, 1 refused or failed, 2 not understood.
#pragma once

namespace relais {

int run_command_line(int argc, char** argv);

}  // namespace relais
