// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "UnrealAsyncTickModule.h"

#include "AsyncTickRuntime.h"
#include "Modules/ModuleManager.h"
#include "Templates/UniquePtr.h"
#include "UnrealAsyncTickSettings.h"

/** The module: an FAsyncTickRuntime from start-up to shutdown. */
class FUnrealAsyncTickModule final : public IUnrealAsyncTickModule
{
public:
	virtual void StartupModule() override
	{
		UUnrealAsyncTickSettings* Settings = GetMutableDefault<UUnrealAsyncTickSettings>();
#if WITH_EDITOR
		SettingsHandle = Settings->OnSettingChanged().AddRaw(this, &FUnrealAsyncTickModule::OnSettingsEdited);
#endif
		Runtime = MakeUnique<FAsyncTickRuntime>(Settings->MakeConfig());
		Runtime->Start();
	}

	virtual void ShutdownModule() override
	{
#if WITH_EDITOR
		// At exit the settings object may be gone before the modules are.
		if (UObjectInitialized())
		{
			GetMutableDefault<UUnrealAsyncTickSettings>()->OnSettingChanged().Remove(SettingsHandle);
		}
#endif
		Runtime.Reset();
	}

	/** .NET cannot be unloaded, and managed code holds pointers into this module. */
	virtual bool SupportsDynamicReloading() override
	{
		return false;
	}

	virtual const FAsyncTickNativeApi& GetNativeApi() const override
	{
		return Runtime->GetNativeApi();
	}
	virtual const FAsyncTickStartInfo& GetStartInfo() const override
	{
		return Runtime->GetStartInfo();
	}
	virtual uint64 GetWorldId(UWorld* World) override
	{
		return Runtime->GetWorlds().GetId(World);
	}
	virtual EAsyncTickStatus SampleWorld(uint64 World, FAsyncTickFrame& OutFrame) override
	{
		return Runtime->SampleWorld(World, OutFrame);
	}
	virtual EAsyncTickStatus Connect(const FAsyncTickManagedApi& Managed) override
	{
		return Runtime->Connect(Managed);
	}
	virtual void Disconnect(const void* Context) override
	{
		Runtime->Disconnect(Context);
	}
	virtual bool IsConnected() const override
	{
		return Runtime->IsConnected();
	}
	virtual void SetEditor(IAsyncTickEditor* Editor) override
	{
		Runtime->GetWorlds().SetEditor(Editor);
	}
	virtual void BeginPlaySession() override
	{
		Runtime->BeginPlaySession();
	}
	virtual void EndPlaySession() override
	{
		Runtime->EndPlaySession();
	}
	virtual void MarkEditorReady() override
	{
		Runtime->MarkReady();
	}
	virtual const FAsyncTickCounters& GetCounters() const override
	{
		return Runtime->GetCounters();
	}
	virtual EAsyncTickStatus Execute(UWorld* World, const FString& Line) override
	{
		return Runtime->Execute(World, Line);
	}
	virtual EAsyncTickStatus ListTasks(TFunctionRef<void(const FAsyncTickTaskRow&)> Sink) override
	{
		return Runtime->GetTasks().List(Sink);
	}
	virtual void SetTaskListener(IAsyncTickTaskListener* Listener) override
	{
		Runtime->GetTasks().SetListener(Listener);
	}
	virtual uint64 StartRequest(UWorld* World, EAsyncTickRequest Kind, const FString& Text, FAsyncTickOnAnswer OnEnded, FAsyncTickOnProgress OnProgress) override
	{
		return Runtime->GetTasks().Start(Runtime->GetWorlds().GetId(World), Kind, Text, MoveTemp(OnEnded), MoveTemp(OnProgress));
	}
	virtual void CancelRequest(uint64 Request) override
	{
		Runtime->GetTasks().Cancel(Request);
	}

private:
#if WITH_EDITOR
	void OnSettingsEdited(UObject*, FPropertyChangedEvent&)
	{
		Runtime->Configure(GetDefault<UUnrealAsyncTickSettings>()->MakeConfig());
	}

	FDelegateHandle SettingsHandle;
#endif

	TUniquePtr<FAsyncTickRuntime> Runtime;
};

IMPLEMENT_MODULE(FUnrealAsyncTickModule, UnrealAsyncTick)
