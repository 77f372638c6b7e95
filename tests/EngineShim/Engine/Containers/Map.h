// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreTypes.h"

#include <map>

template <typename KeyType, typename ValueType>
struct TPair
{
	KeyType Key;
	ValueType Value;
};

template <typename KeyType, typename ValueType>
class TMap
{
	using FStorage = std::map<KeyType, ValueType>;

public:
	class FIterator
	{
	public:
		explicit FIterator(FStorage& InStorage)
			: Storage(InStorage)
			, It(InStorage.begin())
		{
		}
		explicit operator bool() const { return It != Storage.end(); }
		void operator++()
		{
			if (!bRemoved)
			{
				++It;
			}
			bRemoved = false;
		}
		const KeyType& Key() const { return It->first; }
		ValueType& Value() const { return It->second; }
		void RemoveCurrent()
		{
			It = Storage.erase(It);
			bRemoved = true;
		}

	private:
		FStorage& Storage;
		typename FStorage::iterator It;
		bool bRemoved = false;
	};

	ValueType& Add(const KeyType& Key, const ValueType& Value) { return Storage[Key] = Value; }
	ValueType& FindOrAdd(const KeyType& Key) { return Storage[Key]; }
	int32 Remove(const KeyType& Key) { return static_cast<int32>(Storage.erase(Key)); }
	ValueType* Find(const KeyType& Key)
	{
		const auto It = Storage.find(Key);
		return It == Storage.end() ? nullptr : &It->second;
	}
	const ValueType* Find(const KeyType& Key) const
	{
		const auto It = Storage.find(Key);
		return It == Storage.end() ? nullptr : &It->second;
	}
	int32 Num() const { return static_cast<int32>(Storage.size()); }
	bool IsEmpty() const { return Storage.empty(); }

	struct FRangeIterator
	{
		typename FStorage::const_iterator It;
		TPair<KeyType, ValueType> operator*() const { return {It->first, It->second}; }
		void operator++() { ++It; }
		bool operator!=(const FRangeIterator& Other) const { return It != Other.It; }
	};
	FRangeIterator begin() const { return {Storage.begin()}; }
	FRangeIterator end() const { return {Storage.end()}; }
	FIterator CreateIterator() { return FIterator(Storage); }

private:
	FStorage Storage;
};
