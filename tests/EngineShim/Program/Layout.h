// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

/** Prints where the compiler has put the fields of the bridge's structs: "Name Size Field=Offset ...", one struct a line. */
void PrintBridgeLayout();
