// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreTypes.h"

#include <algorithm>
#include <initializer_list>
#include <vector>

template <typename T>
class TArray
{
	static_assert(!std::is_same_v<T, bool>, "the shim's array holds no bools");

public:
	TArray() = default;
	TArray(std::initializer_list<T> Values)
		: Elements(Values)
	{
	}

	int32 Num() const { return static_cast<int32>(Elements.size()); }
	bool IsEmpty() const { return Elements.empty(); }
	bool IsValidIndex(int32 Index) const { return Index >= 0 && Index < Num(); }
	T* GetData() { return Elements.data(); }
	const T* GetData() const { return Elements.data(); }
	T& operator[](int32 Index) { return Elements.at(static_cast<SIZE_T>(Index)); }
	const T& operator[](int32 Index) const { return Elements.at(static_cast<SIZE_T>(Index)); }

	int32 Add(const T& Value)
	{
		Elements.push_back(Value);
		return Num() - 1;
	}
	int32 Add(T&& Value)
	{
		Elements.push_back(static_cast<T&&>(Value));
		return Num() - 1;
	}
	T& AddDefaulted_GetRef() { return Elements.emplace_back(); }
	T Pop()
	{
		T Last = static_cast<T&&>(Elements.back());
		Elements.pop_back();
		return Last;
	}
	void Append(const T* Values, int32 Count) { Elements.insert(Elements.end(), Values, Values + Count); }
	void SetNumUninitialized(int32 Count) { Elements.resize(static_cast<SIZE_T>(Count)); }
	void SetNumZeroed(int32 Count) { Elements.assign(static_cast<SIZE_T>(Count), T()); }
	void Reset() { Elements.clear(); }
	void Empty() { Elements = std::vector<T>(); }

	bool Contains(const T& Value) const { return std::find(Elements.begin(), Elements.end(), Value) != Elements.end(); }

	template <typename PredicateType>
	int32 RemoveAll(const PredicateType& Predicate)
	{
		return static_cast<int32>(std::erase_if(Elements, [&Predicate](T& Element)
			{ return Predicate(Element); }));
	}

	template <typename PredicateType>
	T* FindByPredicate(PredicateType Predicate)
	{
		const auto Found = std::find_if(Elements.begin(), Elements.end(), Predicate);
		return Found == Elements.end() ? nullptr : &*Found;
	}

	auto begin() { return Elements.begin(); }
	auto end() { return Elements.end(); }
	auto begin() const { return Elements.begin(); }
	auto end() const { return Elements.end(); }

private:
	std::vector<T> Elements;
};

/** An array whose elements keep their address. */
template <typename T>
class TIndirectArray
{
	struct FIterator
	{
		typename std::vector<T*>::const_iterator It;
		T& operator*() const { return **It; }
		void operator++() { ++It; }
		bool operator!=(const FIterator& Other) const { return It != Other.It; }
	};

public:
	TIndirectArray() = default;
	TIndirectArray(const TIndirectArray&) = delete;
	~TIndirectArray()
	{
		for (T* Element : Elements)
		{
			delete Element;
		}
	}
	int32 Add(T* Element)
	{
		Elements.push_back(Element);
		return Num() - 1;
	}
	void RemoveAt(int32 Index)
	{
		delete Elements[static_cast<SIZE_T>(Index)];
		Elements.erase(Elements.begin() + Index);
	}
	int32 Num() const { return static_cast<int32>(Elements.size()); }
	T& operator[](int32 Index) const { return *Elements[static_cast<SIZE_T>(Index)]; }
	FIterator begin() const { return {Elements.begin()}; }
	FIterator end() const { return {Elements.end()}; }

private:
	std::vector<T*> Elements;
};
