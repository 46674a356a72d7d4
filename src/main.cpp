// Entry of the program; the composition root is src/app.
#include "app/command_line.hpp"

int main(int argc, char** argv) { return relais::run_command_line(argc, argv); }
