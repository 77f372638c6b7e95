// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Misc/OutputDevice.h"

#include <mutex>
#include <vector>

/** Where every log line goes, and from there to the devices that asked for it. */
class FOutputDeviceRedirector : public FOutputDevice
{
public:
	virtual void Serialize(const TCHAR* Line, ELogVerbosity::Type Verbosity, const FName& Category) override;
	void AddOutputDevice(FOutputDevice* Device);
	void RemoveOutputDevice(FOutputDevice* Device);

private:
	std::mutex Mutex;
	std::vector<FOutputDevice*> Devices;
};

extern FOutputDeviceRedirector* GLog;
