// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "AsyncTickQueries.h"

#include "AsyncTickText.h"
#include "AsyncTickWorlds.h"
#include "Engine/World.h"
#include "GameFramework/Actor.h"

FAsyncTickQueries::FAsyncTickQueries(FAsyncTickWorlds& InWorlds, const FAsyncTickManagedApi& InApi, FAsyncTickCounters& InCounters)
	: Worlds(InWorlds)
	, Api(InApi)
	, Counters(InCounters)
	, Answers(MakeShared<FAsyncTickQueryAnswers>(InApi))
{
}

EAsyncTickStatus FAsyncTickQueries::Start(const FAsyncTickQuery& Query, const uint16* Profile, int32 Length)
{
	if (!FAsyncTickWorldQueries::IsValid(Query))
	{
		return EAsyncTickStatus::InvalidArgument;
	}
	UWorld* const World = Worlds.Find(Query.World);
	if (World == nullptr || !World->IsGameWorld() || World->PersistentLevel == nullptr)
	{
		return EAsyncTickStatus::NoWorld;
	}

	FAsyncTickWaitingQuery& Added = FindOrAdd(World).Add();
	Added.Query = Query;
	Added.Query.Ignored = nullptr;
	if (Length > 0)
	{
		Added.Profile = FName(*AsyncTickToString(Profile, Length));
	}
	Added.Params.bTraceComplex = Query.Complex != 0;
	for (int32 Index = 0; Index < Query.IgnoredCount; ++Index)
	{
		Added.Params.AddIgnoredActor(reinterpret_cast<const AActor*>(static_cast<UPTRINT>(Query.Ignored[Index])));
	}
	return EAsyncTickStatus::Ok;
}

EAsyncTickStatus FAsyncTickQueries::Cancel(uint32 Query)
{
	for (const TUniquePtr<FAsyncTickWorldQueries>& Place : Places)
	{
		if (Place->Remove(Query))
		{
			return EAsyncTickStatus::Ok;
		}
	}
	return EAsyncTickStatus::UnknownHandle;
}

void FAsyncTickQueries::EndWorld(const UWorld* World)
{
	Places.RemoveAll([World](const TUniquePtr<FAsyncTickWorldQueries>& Place)
		{ return Place->World.Get() == World; });
}

void FAsyncTickQueries::Disconnect()
{
	// What the engine is working on must not be answered to the next managed half, which counts anew.
	Places.Reset();
	Answers = MakeShared<FAsyncTickQueryAnswers>(Api);
}

FAsyncTickWorldQueries& FAsyncTickQueries::FindOrAdd(UWorld* World)
{
	for (const TUniquePtr<FAsyncTickWorldQueries>& Place : Places)
	{
		if (Place->World.Get() == World)
		{
			return *Place;
		}
	}
	Places.Add(MakeUnique<FAsyncTickWorldQueries>(World, Answers, Counters));
	return *Places[Places.Num() - 1];
}
